import encodeQR, { type ErrorCorrection } from 'qr'

/** The dark squares of a QR code as one path, each run of a line one rectangle. */
function darkRuns(rows: readonly (readonly boolean[])[]): string {
  return rows
    .flatMap((row, y) =>
      row.flatMap((dark, x) => {
        if (!dark || row[x - 1]) return []
        const end = row.indexOf(false, x)
        const width = (end === -1 ? row.length : end) - x
        return `M${x} ${y}h${width}v1h-${width}z`
      }),
    )
    .join('')
}

/** Black on white in both themes: cameras read nothing else. */
export function QrDrawing({
  text,
  label,
  correction = 'medium',
}: {
  text: string
  /** What it is for, for who does not see it. */
  label: string
  correction?: ErrorCorrection
}) {
  const rows = encodeQR(text, 'raw', { border: 4, ecc: correction })
  return (
    <div class="qr" role="img" aria-label={label}>
      <svg viewBox={`0 0 ${rows.length} ${rows.length}`} shape-rendering="crispEdges" aria-hidden="true">
        <rect width={rows.length} height={rows.length} fill="#fff" />
        <path d={darkRuns(rows)} fill="#000" />
      </svg>
    </div>
  )
}
