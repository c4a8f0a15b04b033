import type { CaisseTx } from '../../db/db.ts'
import type { TableExport } from '../../kit/table-file.ts'
import { listMilestones } from './store/milestones.ts'

/** The timeline of the experiment. Addresses of personal calendars are secrets, and stay. */
export const calendarExports = (tx: CaisseTx): TableExport[] => [
  {
    name: 'calendrier',
    columns: [
      { heading: 'calendar.export.kind', kind: 'word' },
      { heading: 'calendar.export.title', kind: 'text' },
      { heading: 'calendar.export.description', kind: 'text' },
      { heading: 'calendar.export.from', kind: 'day' },
      { heading: 'calendar.export.to', kind: 'day' },
      { heading: 'calendar.export.public', kind: 'word' },
    ],
    async *rows() {
      for (const one of await listMilestones(tx))
        yield [
          `calendar.timeline.kind.${one.kind}`,
          one.title,
          one.description,
          one.startsOn,
          one.endsOn,
          one.public ? 'calendar.export.yes' : 'calendar.export.no',
        ]
    },
  },
]
