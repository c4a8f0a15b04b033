import type { ComponentChildren } from 'preact'

export type Column<Row> = {
  label: string
  cell: (row: Row) => ComponentChildren
  /** Figures, aligned at the end. */
  numeric?: boolean
  /** Names the row: the title of its card on a phone. */
  heading?: boolean
  /** Says itself what it is, such as a button: no label before it on a phone. */
  bare?: boolean
  /** The figure one looks for: beside the title on a phone, where the table is dense. */
  key?: boolean
}

export type DataTableProps<Row> = {
  /** What the table shows; read first by screen readers. */
  caption: string
  /** Many short rows: narrow lines, and small cards on a phone. */
  dense?: boolean
  /** Seen as a title too, where nothing above says it. */
  showCaption?: boolean
  columns: readonly Column<Row>[]
  rows: readonly Row[]
  keyOf?: (row: Row) => string
  /** Totals, one per column. */
  foot?: readonly ComponentChildren[]
  /** Shown instead of an empty table. */
  empty?: ComponentChildren
}

/** A table; under 640 px each row becomes a card. The roles keep it a table for screen readers then. */
export function DataTable<Row>(props: DataTableProps<Row>) {
  const { caption, dense = false, showCaption = false, columns, rows, keyOf, foot, empty } = props
  if (rows.length === 0 && empty) return <>{empty}</>
  return (
    <table class={dense ? 'table table-dense' : 'table'} role="table">
      <caption class={showCaption ? undefined : 'visually-hidden'}>{caption}</caption>
      <thead role="rowgroup">
        <tr role="row">
          {columns.map((column) => (
            <th class={alignment(column)} key={column.label} scope="col" role="columnheader">
              {column.label}
            </th>
          ))}
        </tr>
      </thead>
      <tbody role="rowgroup">
        {rows.map((row, index) => (
          <tr key={keyOf?.(row) ?? index} role="row">
            {columns.map((column) =>
              column.heading ? (
                <th class={alignment(column)} key={column.label} scope="row" role="rowheader">
                  {column.cell(row)}
                </th>
              ) : (
                <td
                  class={alignment(column)}
                  key={column.label}
                  role="cell"
                  data-label={column.bare ? undefined : column.label}
                >
                  {column.cell(row)}
                </td>
              ),
            )}
          </tr>
        ))}
      </tbody>
      {foot && (
        <tfoot role="rowgroup">
          <tr role="row">
            {columns.map((column, index) => (
              <td class={alignment(column)} key={column.label} role="cell" data-label={column.label}>
                {foot[index]}
              </td>
            ))}
          </tr>
        </tfoot>
      )}
    </table>
  )
}

const alignment = <Row,>({ numeric, key }: Column<Row>): string | undefined =>
  [numeric && 'numeric', key && 'key-figure'].filter(Boolean).join(' ') || undefined
