/** Our mark: a table seen from above, with people around and a bowl in the middle. */
export function Mark({ size = 40 }: { size?: number }) {
  return (
    <svg class="mark" viewBox="0 0 48 48" width={size} height={size} aria-hidden="true">
      <MarkShapes />
    </svg>
  )
}

/** Six seats at 60° around the table. */
const SEATS = [
  { x: 24, y: 8, of: 'tomato' },
  { x: 37.9, y: 16, of: 'wheat' },
  { x: 37.9, y: 32, of: 'sky' },
  { x: 24, y: 40, of: 'tomato' },
  { x: 10.1, y: 32, of: 'wheat' },
  { x: 10.1, y: 16, of: 'sky' },
]

function MarkShapes() {
  return (
    <>
      {SEATS.map((seat) => (
        <circle class={`mark-${seat.of}`} cx={seat.x} cy={seat.y} r="7.6" key={`${seat.x} ${seat.y}`} />
      ))}
      <circle class="mark-table" cx="24" cy="24" r="17" />
      <circle class="mark-bowl" cx="24" cy="24" r="11" />
      <path
        class="mark-leaf"
        d="M17.4 27c-.4-6 4-10 12.4-10 .2 7.400-3.800 12-9.400 12-1.200 0-2.200-.3-3-2z"
      />
      <path class="mark-vein" d="M16.600 31c2-4.400 4.800-7.400 8.800-9.600" />
    </>
  )
}
