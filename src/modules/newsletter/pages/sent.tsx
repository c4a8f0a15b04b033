import type { Context } from 'hono'
import { freshForm } from '../../../kit/http.ts'
import { Button, LinkButton } from '../../../kit/ui/button.tsx'
import { HiddenKey } from '../../../kit/ui/form.tsx'
import { Card, Notice, Stat, Stats } from '../../../kit/ui/parts.tsx'
import { ProgressBar } from '../../../kit/ui/progress.tsx'
import type { CaisseEnv } from '../../caisses/web.ts'
import type { Progress } from '../store/deliveries.ts'
import type { Issue } from '../store/letters.ts'
import { letterHref, publicHref, sayWhen } from './frame.tsx'

type SentProps = { c: Context<CaisseEnv>; issue: Issue; progress: Progress }

/** Where a letter that was sent on its way is: how far, what remains on paper, what came back. */
export function SentParts({ c, issue, progress }: SentProps) {
  if (issue.status === 'scheduled') return <Waiting c={c} issue={issue} />
  return (
    <>
      <ByMail c={c} issue={issue} progress={progress} />
      <OnPaper c={c} issue={issue} progress={progress} />
      <OnTheWeb c={c} issue={issue} />
    </>
  )
}

function Waiting({ c, issue }: { c: Context<CaisseEnv>; issue: Issue }) {
  const t = c.get('t')
  return (
    <Card
      title={t('newsletter.sent.leaves', { whenText: sayWhen(t, issue.sendAt!, c.get('caisse').time_zone) })}
      icon="wait"
      look="accent"
      actions={
        <Gesture c={c} issue={issue} path="reprendre-en-main" label={t('newsletter.sent.unschedule')} />
      }
    >
      <p>{t('newsletter.sent.leavesText')}</p>
      {!c.get('app').mail.sends && <NoServer c={c} />}
    </Card>
  )
}

function NoServer({ c }: { c: Context<CaisseEnv> }) {
  const t = c.get('t')
  return (
    <Notice tone="wait" title={t('newsletter.send.noServer')}>
      <p>{t('newsletter.send.noServerText')}</p>
    </Notice>
  )
}

type GestureProps = { c: Context<CaisseEnv>; issue: Issue; path: string; label: string; kind?: 'primary' }

function Gesture({ c, issue, path, label, kind }: GestureProps) {
  return (
    <form method="post" action={`${letterHref(c, issue.id)}/${path}`}>
      <HiddenKey value={freshForm().key} />
      <Button {...(kind && { kind })}>{label}</Button>
    </form>
  )
}

function ByMail({ c, issue, progress }: SentProps) {
  const t = c.get('t')
  const { tally } = issue
  if (tally)
    return (
      <Stats>
        <Stat label={t('newsletter.sent.mailed')} value={tally.mailed} />
        <Stat label={t('newsletter.sent.printed')} value={tally.printed} />
        <Stat label={t('newsletter.sent.cameBack')} value={tally.bounced + tally.refused} />
      </Stats>
    )
  const { waiting, sent, refused, dropped, bounced, again } = progress
  const done = sent + refused + dropped
  const all = done + waiting
  const state = waiting === 0 ? 'sent' : issue.status === 'stopped' ? 'stopped' : 'sending'
  return (
    <Card title={t(`newsletter.sent.title_${state}`, { count: sent })} icon="mail" look="accent">
      <ProgressBar
        label={t('newsletter.sent.progress')}
        value={done}
        max={all}
        text={t('newsletter.sent.of', { done, all })}
      />
      {waiting > 0 && !c.get('app').mail.sends && <NoServer c={c} />}
      {waiting > 0 && <p class="soft">{t('newsletter.sent.canLeave')}</p>}
      <Stats>
        <Stat label={t('newsletter.sent.mailed')} value={sent} />
        <Stat label={t('newsletter.sent.cameBack')} value={bounced + refused} />
        {dropped > 0 && <Stat label={t('newsletter.sent.dropped')} value={dropped} />}
      </Stats>
      {again > 0 && <p>{t('newsletter.sent.again', { count: again })}</p>}
      <div class="actions">
        {waiting > 0 && (
          <LinkButton icon="history" href={letterHref(c, issue.id)}>
            {t('newsletter.sent.refresh')}
          </LinkButton>
        )}
        {issue.status === 'sending' && waiting > 0 && (
          <Gesture c={c} issue={issue} path="arreter" label={t('newsletter.sent.stop')} />
        )}
        {issue.status === 'stopped' && (
          <Gesture c={c} issue={issue} path="reprendre" label={t('newsletter.sent.resume')} kind="primary" />
        )}
      </div>
    </Card>
  )
}

function OnPaper({ c, issue, progress: { paper, printed } }: SentProps) {
  const t = c.get('t')
  if (paper + printed === 0) return null
  return (
    <Card title={t('newsletter.sent.paperTitle', { paper, printed })} icon="print">
      <p>{t('newsletter.sent.paperText')}</p>
      <div class="actions">
        {paper > 0 && (
          <Gesture
            c={c}
            issue={issue}
            path="papier"
            label={t('newsletter.sent.paperDone', { count: paper })}
          />
        )}
        <LinkButton icon="download" href={`${letterHref(c, issue.id)}/papier.pdf`} download>
          {t('newsletter.sent.paperOpen', { count: paper + printed })}
        </LinkButton>
      </div>
    </Card>
  )
}

function OnTheWeb({ c, issue }: { c: Context<CaisseEnv>; issue: Issue }) {
  const t = c.get('t')
  return (
    <Card title={t('newsletter.sent.webTitle')} icon="external">
      <p>
        <a
          href={`${publicHref(c)}/${issue.number}`}
        >{`${c.get('app').address}${publicHref(c)}/${issue.number}`}</a>
      </p>
    </Card>
  )
}
