import type { CaisseTx } from '../../db/db.ts'
import type { TableExport } from '../../kit/table-file.ts'
import { WEEKDAYS, writtenSlots } from './opening.ts'
import { findOutlet, listAgreements, territoryOf } from './store.ts'
import { listDevices } from './device-store.ts'

/** The outlets of a caisse with what was signed, and their devices without any secret. */
export const accreditationExports = (tx: CaisseTx): TableExport[] => [
  {
    name: 'lieux',
    columns: [
      { heading: 'accreditation.export.outlet', kind: 'text' },
      { heading: 'accreditation.export.legalName', kind: 'text' },
      { heading: 'accreditation.export.kind', kind: 'word' },
      { heading: 'accreditation.export.siren', kind: 'text' },
      { heading: 'accreditation.export.address', kind: 'text' },
      { heading: 'accreditation.export.territory', kind: 'text' },
      { heading: 'accreditation.export.hours', kind: 'text' },
      { heading: 'accreditation.export.opening', kind: 'text' },
      { heading: 'accreditation.export.holder', kind: 'text' },
      { heading: 'accreditation.export.iban', kind: 'text' },
      { heading: 'accreditation.export.signedOn', kind: 'day' },
      { heading: 'accreditation.export.fromOn', kind: 'day' },
      { heading: 'accreditation.export.toOn', kind: 'day' },
      { heading: 'accreditation.export.status', kind: 'word' },
      { heading: 'accreditation.export.scope', kind: 'text' },
    ],
    async *rows() {
      for (const agreement of await listAgreements(tx)) {
        const outlet = (await findOutlet(tx, agreement.outletId))!
        yield [
          outlet.tradeName,
          outlet.legalName,
          `accreditation.outletKind.${outlet.kind}`,
          outlet.siren,
          outlet.address,
          (await territoryOf(tx, outlet.id))?.name ?? null,
          outlet.hours &&
            WEEKDAYS.map((weekday) => writtenSlots(outlet.hours!.days[weekday]) || '–').join(' | '),
          outlet.opening,
          outlet.bank?.holder ?? null,
          outlet.bank?.iban ?? null,
          agreement.signedOn,
          agreement.fromOn,
          agreement.toOn,
          agreement.suspended ? 'accreditation.agreementStatus.suspended' : null,
          agreement.scope,
        ]
      }
    },
  },
  {
    name: 'appareils',
    columns: [
      { heading: 'accreditation.export.outlet', kind: 'text' },
      { heading: 'accreditation.export.device', kind: 'text' },
      { heading: 'accreditation.export.enrolledAt', kind: 'instant' },
      { heading: 'accreditation.export.revokedAt', kind: 'instant' },
    ],
    async *rows() {
      const outlets = new Map((await listAgreements(tx)).map((one) => [one.outletId, one.tradeName]))
      for (const [outletId, name] of outlets)
        for (const device of await listDevices(tx, outletId))
          yield [name, device.label, device.enrolledAt, device.revokedAt]
    },
  },
]
