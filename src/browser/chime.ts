/** Two short notes when a payment is done, where the browser lets a page sound and the person likes it lively. */
function chime(): void {
  const audio = new AudioContext()
  for (const [hertz, start] of [
    [660, 0],
    [880, 0.12],
  ] as const) {
    const note = audio.createOscillator()
    const volume = audio.createGain()
    const from = audio.currentTime + start
    note.frequency.value = hertz
    volume.gain.setValueAtTime(0.12, from)
    volume.gain.exponentialRampToValueAtTime(0.001, from + 0.25)
    note.connect(volume).connect(audio.destination)
    note.start(from)
    note.stop(from + 0.25)
  }
}

if (!matchMedia('(prefers-reduced-motion: reduce)').matches) chime()
