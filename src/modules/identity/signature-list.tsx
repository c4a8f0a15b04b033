import type { Translate } from '../../kit/i18n/translate.ts'
import type { Signature } from './approvals.ts'

/** Who signed, and when. */
export function SignatureList({
  t,
  signatures,
}: {
  t: Translate
  signatures: readonly Pick<Signature, 'accountId' | 'name' | 'at'>[]
}) {
  return (
    <ul class="signatures" aria-label={t('months.run.signatures')}>
      {signatures.map(({ accountId, name, at }) => (
        <li key={accountId}>
          <strong>{name}</strong>
          <span class="soft small">{t('months.run.signedOn', { instantText: t.instant(at) })}</span>
        </li>
      ))}
    </ul>
  )
}
