import type { Translate } from '../../../kit/i18n/translate.ts'
import { RowItem, RowList } from '../../../kit/ui/navigation.tsx'
import type { agreementChangesOf } from '../store.ts'

/** What happened to an agreement since it was signed, the latest first. */
export function Timeline({
  t,
  changes,
}: {
  t: Translate
  changes: Awaited<ReturnType<typeof agreementChangesOf>>
}) {
  if (changes.length === 0) return null
  return (
    <RowList>
      {changes.map((change) => (
        <RowItem
          key={change.id}
          icon="history"
          title={t(`outlets.change.${change.change}.done`, { day: change.day })}
          text={[change.words, change.by].filter(Boolean).join(' – ')}
        />
      ))}
    </RowList>
  )
}
