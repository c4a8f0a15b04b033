import type { Block, Paper } from '../../../kit/pdf/paper.ts'
import { DefinitionList } from '../../../kit/ui/parts.tsx'
import { DataTable } from '../../../kit/ui/table.tsx'

/** A paper of one sheet, on the screen: the same blocks as in its PDF. */
export function PaperView({ paper }: { paper: Paper }) {
  return (
    <>
      {paper.sheets[0]!.blocks.map((block, i) => (
        <BlockView key={i} block={block} title={paper.title} />
      ))}
    </>
  )
}

function BlockView({ block, title }: { block: Block; title: string }) {
  switch (block.kind) {
    case 'heading':
      return <h2>{block.heading}</h2>
    case 'text':
      return <Lines text={block.text} />
    case 'list':
      return (
        <ul>
          {block.list.map((item) => (
            <li key={item}>{item}</li>
          ))}
        </ul>
      )
    case 'facts':
      return (
        <DefinitionList
          items={block.facts.map(([term, value]) => ({ term, value: <Broken text={value} /> }))}
        />
      )
    case 'table':
      return (
        <DataTable
          caption={title}
          columns={block.columns.map(({ label }, i) => ({
            label,
            heading: i === 0,
            cell: (row: readonly string[]) => <Broken text={row[i] ?? ''} />,
          }))}
          rows={block.rows}
        />
      )
    default:
      throw new Error(`a block of the kind ${block.kind} is not shown on a screen yet`)
  }
}

function Lines({ text }: { text: string }) {
  return (
    <>
      {text
        .split('\n')
        .filter((line) => line.trim() !== '')
        .map((line) => (
          <p key={line}>{line}</p>
        ))}
    </>
  )
}

/** A text with its line breaks. */
function Broken({ text }: { text: string }) {
  const [first, ...others] = text.split('\n')
  return (
    <>
      {first}
      {others.map((line) => (
        <span key={line}>
          <br />
          {line}
        </span>
      ))}
    </>
  )
}
