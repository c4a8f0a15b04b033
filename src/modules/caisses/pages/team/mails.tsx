import type { Context } from 'hono'
import type { Translate } from '../../../../kit/i18n/translate.ts'
import { DeskPage } from '../../../../kit/ui/pages.tsx'
import { Badge, Disclosure, EmptyState, Notice } from '../../../../kit/ui/parts.tsx'
import { DataTable } from '../../../../kit/ui/table.tsx'
import { hideSecrets, mailState, type MailState } from '../../../identity/mail-rules.ts'
import { listMails, type OutboxMail } from '../../../identity/outbox.ts'
import { deskFrame, read, type CaisseEnv } from '../../web.ts'

const TONES = { sent: 'success', queued: 'wait', failing: 'refusal' } as const satisfies Record<
  MailState,
  string
>

/** What the caisse wrote in the last month, and whether it left. */
export async function mailsPage(c: Context<CaisseEnv>) {
  const t = c.get('t')
  const { slug } = c.get('caisse')
  const mails = await read(c, (tx) => listMails(tx))
  const { sends } = c.get('app').mail
  const waiting = mails.filter((mail) => mailState(mail) !== 'sent').length
  return (
    <DeskPage
      {...deskFrame(c, '/equipe')}
      title={t('team.mails.title', { count: waiting })}
      lead={t('team.mails.lead')}
      breadcrumb={[{ href: `/c/${slug}/equipe`, label: t('team.nav') }]}
    >
      {!sends && (
        <Notice tone="info" title={t('team.mails.noServer')}>
          <p>{t('team.mails.noServerText')}</p>
        </Notice>
      )}
      <DataTable
        caption={t('team.mails.nav')}
        columns={[
          { label: t('team.mails.subject'), heading: true, cell: (mail) => <Subject t={t} mail={mail} /> },
          { label: t('team.mails.to'), cell: (mail) => mail.recipient },
          { label: t('team.mails.queued'), cell: (mail) => t.instant(mail.queuedAt) },
          {
            label: t('team.mails.state.label'),
            cell: (mail) => (
              <Badge tone={TONES[mailState(mail)]}>
                {t(`team.mails.state.${mailState(mail)}`, { count: mail.failures })}
              </Badge>
            ),
          },
        ]}
        rows={mails}
        keyOf={(mail) => mail.id}
        empty={
          <EmptyState title={t('team.mails.none')} icon="mail">
            <p>{t('team.mails.noneText')}</p>
          </EmptyState>
        }
      />
    </DeskPage>
  )
}

/** What waits can be read, to be passed on by hand; a link that signs in is for its reader alone. */
function Subject({ t, mail }: { t: Translate; mail: OutboxMail }) {
  if (mail.text === '') return <>{mail.subject}</>
  return (
    <Disclosure summary={mail.subject}>
      {hideSecrets(mail.text, t('team.mails.hidden'))
        .split('\n')
        .filter((line) => line !== '')
        .map((line, i) => (
          <p key={i}>{line}</p>
        ))}
    </Disclosure>
  )
}
