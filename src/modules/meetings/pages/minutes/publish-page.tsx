import type { Context } from 'hono'
import type { FormState } from '../../../../kit/http.ts'
import { Actions, Button } from '../../../../kit/ui/button.tsx'
import { RadioCards } from '../../../../kit/ui/choices.tsx'
import { Form } from '../../../../kit/ui/form.tsx'
import { DeskPage } from '../../../../kit/ui/pages.tsx'
import { Notice } from '../../../../kit/ui/parts.tsx'
import { Prose } from '../../../../kit/ui/prose.tsx'
import { read, type CaisseEnv } from '../../../caisses/web.ts'
import { readPublishable } from '../../actions/minutes.ts'
import { getMeeting } from '../../store/meetings.ts'
import { minutesFrame, minutesTrail } from './frame.tsx'

/** As people outside the team will read it, before they do. */
export async function publishPage(c: Context<CaisseEnv>, form: FormState) {
  const t = c.get('t')
  const { meeting, sections } = await read(c, async (tx) => ({
    meeting: await getMeeting(tx, c.req.param('meeting')!),
    sections: await readPublishable(tx, c.req.param('meeting')!, t('minutes.somebody')),
  }))
  const changed = sections.filter((section) => section.changed).length
  return (
    <DeskPage
      {...minutesFrame(c)}
      title={t('minutes.publishTitle')}
      lead={meeting.title}
      breadcrumb={minutesTrail(c, meeting)}
      notice={form.refusal && <Notice tone="refusal" title={t(form.refusal)} />}
    >
      <Notice tone="info" title={t('minutes.namesOff', { count: changed })}>
        <p>{t('minutes.namesOffText')}</p>
      </Notice>
      {sections.map(({ id, title, text }) => (
        <section key={id} class="stack">
          <h2>{title}</h2>
          <Prose markdown={text} level={3} />
        </section>
      ))}
      <Form issues={form.issues} typed={form.typed} idempotencyKey={form.key}>
        <RadioCards
          name="audience"
          label={t('minutes.forWhom')}
          value={meeting.audience === 'public' ? 'public' : 'members'}
          options={(['members', 'public'] as const).map((audience) => ({
            value: audience,
            label: t(`minutes.audience.${audience}`),
          }))}
        />
        <Actions>
          <Button kind="primary" icon="announce">
            {t('minutes.publish')}
          </Button>
        </Actions>
      </Form>
    </DeskPage>
  )
}
