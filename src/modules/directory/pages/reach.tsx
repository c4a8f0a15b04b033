/** Addresses and numbers one under the other, each broken where it must be; a dash where there is none. */
export function Reach({ of }: { of: readonly (string | null)[] }) {
  const known = of.filter((each) => each !== null && each !== '')
  if (known.length === 0) return <>–</>
  return (
    <span class="reach">
      {known.map((each) => (
        <span key={each}>{each}</span>
      ))}
    </span>
  )
}
