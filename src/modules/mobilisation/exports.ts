import type { CaisseTx } from '../../db/db.ts'
import type { TableExport } from '../../kit/table-file.ts'
import { listContacts } from './store/contacts.ts'
import { listActions, listLeavings } from './store/funnel.ts'
import { listPosters } from './store/posters.ts'
import { listSms } from './store/sms.ts'

/** More than ever happens. */
const ALL = 1_000_000

/** Where the caisse went, whom it met while it knows them, what it printed and sent. */
export const mobilisationExports = (tx: CaisseTx): TableExport[] => [
  {
    name: 'actions-de-mobilisation',
    columns: [
      { heading: 'mobilisation.action.title', kind: 'text' },
      { heading: 'mobilisation.action.kind', kind: 'word' },
      { heading: 'mobilisation.action.heldOn', kind: 'day' },
      { heading: 'mobilisation.action.place', kind: 'text' },
      { heading: 'mobilisation.territory', kind: 'text' },
      { heading: 'mobilisation.action.structure', kind: 'text' },
      { heading: 'mobilisation.action.team', kind: 'number' },
      { heading: 'mobilisation.action.talkedTo', kind: 'number' },
      { heading: 'mobilisation.action.contacts', kind: 'number' },
      { heading: 'mobilisation.action.asked', kind: 'number' },
      { heading: 'mobilisation.action.joined', kind: 'number' },
    ],
    async *rows() {
      for (const one of await listActions(tx, { limit: ALL }))
        yield [
          one.title,
          `mobilisation.source.${one.kind}`,
          one.heldOn,
          one.placeName,
          one.territoryName,
          one.structureName,
          one.team,
          one.talkedTo,
          one.contacts,
          one.asked,
          one.joined,
        ]
    },
  },
  {
    name: 'contacts-de-mobilisation',
    columns: [
      { heading: 'mobilisation.contact.name', kind: 'text' },
      { heading: 'mobilisation.contact.email', kind: 'text' },
      { heading: 'mobilisation.contact.phone', kind: 'text' },
      { heading: 'mobilisation.contact.language', kind: 'text' },
      { heading: 'mobilisation.contact.source', kind: 'word' },
      { heading: 'mobilisation.contact.where', kind: 'text' },
      { heading: 'mobilisation.contact.metOn', kind: 'day' },
      { heading: 'mobilisation.contact.step', kind: 'word' },
      { heading: 'mobilisation.contact.followUp', kind: 'day' },
      { heading: 'mobilisation.reasons.reason', kind: 'word' },
    ],
    async *rows() {
      for (const one of await listContacts(tx, { limit: ALL }))
        yield [
          one.name,
          one.email,
          one.phone,
          one.language,
          `mobilisation.source.${one.source}`,
          one.actionTitle,
          one.metOn,
          `mobilisation.step.${one.step}`,
          one.followUpOn,
          one.reason && `mobilisation.reason.${one.reason}`,
        ]
    },
  },
  {
    name: 'raisons-des-departs',
    columns: [
      { heading: 'mobilisation.leaving.month', kind: 'month' },
      { heading: 'mobilisation.reasons.reason', kind: 'word' },
    ],
    async *rows() {
      for (const { leftIn, reason } of await listLeavings(tx)) yield [leftIn, `mobilisation.reason.${reason}`]
    },
  },
  {
    name: 'affiches',
    columns: [
      { heading: 'mobilisation.poster.kind', kind: 'word' },
      { heading: 'mobilisation.poster.format', kind: 'word' },
      { heading: 'mobilisation.poster.language', kind: 'text' },
      { heading: 'mobilisation.poster.title', kind: 'text' },
      { heading: 'mobilisation.poster.text', kind: 'text' },
    ],
    async *rows() {
      for (const { kind, format, texts } of await listPosters(tx))
        for (const { language, title, text } of texts)
          yield [
            `mobilisation.poster.kindOf.${kind}`,
            `mobilisation.poster.formatOf.${format}`,
            language,
            title,
            text,
          ]
    },
  },
  {
    name: 'sms',
    columns: [
      { heading: 'mobilisation.sms.to', kind: 'text' },
      { heading: 'mobilisation.sms.text', kind: 'text' },
      { heading: 'mobilisation.sms.queued', kind: 'instant' },
      { heading: 'mobilisation.sms.sent', kind: 'instant' },
    ],
    async *rows() {
      for (const one of await listSms(tx)) yield [one.recipient, one.text, one.queuedAt, one.sentAt]
    },
  },
]
