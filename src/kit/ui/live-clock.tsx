import { useEffect, useState } from 'preact/hooks'

export type LiveClockProps = {
  /** The server's time when it answered, in milliseconds: the device's own clock is not trusted. */
  now: number
  /** How to write it, such as `fr-FR`. */
  conventions: string
  timeZone: string
  /** `Heure en direct`, already in the person's language. */
  label: string
}

/** A clock that moves, so that a picture of a finished payment cannot pass for one. Lives in the island `clock`. */
export function LiveClock({ now, conventions, timeZone, label }: LiveClockProps) {
  const [elapsed, setElapsed] = useState(0)
  useEffect(() => {
    const start = performance.now()
    const timer = setInterval(() => setElapsed(performance.now() - start), 250)
    return () => clearInterval(timer)
  }, [])
  const instant = new Date(now + elapsed)
  const text = instant.toLocaleTimeString(conventions, { timeZone, hourCycle: 'h23' })
  return (
    <p class="live-clock">
      <span class="live-clock-hand" aria-hidden="true" />
      <span class="visually-hidden">{label}</span>
      <time dateTime={instant.toISOString()}>{text}</time>
    </p>
  )
}
