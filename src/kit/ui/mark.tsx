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
  { x: 24, y: 4.6, of: 'tomato' },
  { x: 40.8, y: 14.3, of: 'wheat' },
  { x: 40.8, y: 33.7, of: 'sky' },
  { x: 24, y: 43.4, of: 'tomato' },
  { x: 7.2, y: 33.7, of: 'wheat' },
  { x: 7.2, y: 14.3, of: 'sky' },
]

function MarkShapes() {
  return (
    <>
      {SEATS.map((seat) => (
        <circle class={`mark-${seat.of}`} cx={seat.x} cy={seat.y} r="4.2" key={`${seat.x} ${seat.y}`} />
      ))}
      <circle class="mark-table" cx="24" cy="24" r="16.5" />
      <circle class="mark-bowl" cx="24" cy="24" r="9" />
      <path class="mark-leaf" d="M19.2 25.6c0-4.4 3.2-7 8.6-7 0 5.2-2.6 8.4-7 8.4-.6 0-1.1-.1-1.6-.3z" />
      <path class="mark-vein" d="M17.8 29.2c1.4-3 3.4-5.2 6.2-6.8" />
    </>
  )
}
