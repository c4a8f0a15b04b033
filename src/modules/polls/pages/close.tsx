import { Hono, type Context } from 'hono'
import { answerForm, freshForm, html, textField, type FormState } from '../../../kit/http.ts'
import { Refusal } from '../../../kit/refusal.ts'
import { Actions, Button, LinkButton } from '../../../kit/ui/button.tsx'
import { RadioCards } from '../../../kit/ui/choices.tsx'
import { Form } from '../../../kit/ui/form.tsx'
import { TextField } from '../../../kit/ui/inputs.tsx'
import { DeskPage } from '../../../kit/ui/pages.tsx'
import { Card, Notice } from '../../../kit/ui/parts.tsx'
import { callOf, deskFrame, type CaisseEnv } from '../../caisses/web.ts'
import { closePoll } from '../close.ts'
import { refusalToClose } from '../rules.ts'
import { sayDay, sayHours } from './dates.tsx'
import { trail } from './poll.tsx'
import { seePoll } from './see-poll.ts'

const CHOICE = '/c/:slug/sondages/:poll{[0-9a-f-]{36}}/choisir/:date{[0-9a-f-]{36}}'

/** The second step: what will happen is read, and confirmed. */
export const close = new Hono<CaisseEnv>()

close.get(CHOICE, async (c) => html(await choicePage(c, freshForm())))

close.post(CHOICE, (c) =>
  answerForm(c, {
    act: (fields, key) =>
      closePoll(callOf(c, key), {
        pollId: c.req.param('poll'),
        dateId: c.req.param('date'),
        title: textField(fields, 'title'),
        placeName: textField(fields, 'placeName'),
        placeAddress: textField(fields, 'placeAddress'),
        audience: textField(fields, 'audience') as 'public',
      }),
    done: ({ invited }) => `/c/${c.get('caisse').slug}/sondages/${c.req.param('poll')}?choisi=${invited}`,
    again: (form) => choicePage(c, form),
  }),
)

async function choicePage(c: Context<CaisseEnv>, form: FormState) {
  const t = c.get('t')
  const { slug, time_zone: zone } = c.get('caisse')
  const { poll, dates, tallies, voices } = await seePoll(c)
  const date = dates.find(({ id }) => id === c.req.param('date'))
  if (!date) throw new Refusal('unknown_poll_date', {}, 404)
  const { yes, ifNeeded, no } = tallies.find(({ dateId }) => dateId === date.id)!
  const written = voices.filter(({ email }) => email).length
  const unwritten = voices.filter(({ email, answeredAt }) => !email && answeredAt)
  return (
    <DeskPage
      {...deskFrame(c, '/sondages')}
      title={t('polls.close.title', { dayText: sayDay(t, date, zone, c.get('today')) })}
      lead={sayHours(t, date)}
      breadcrumb={trail(c, poll)}
      notice={form.refusal && <Notice tone="refusal" title={t(form.refusal)} />}
    >
      <Card title={t('polls.close.happens')} icon="next" look="sunk">
        <p>{t('polls.close.tally', { yes, ifNeeded, no })}</p>
        <ul>
          <li>{t('polls.close.meeting')}</li>
          <li>{t('polls.close.mails', { count: written })}</li>
          {unwritten.length > 0 && (
            <li>{t('polls.one.tellThem', { namesText: unwritten.map(({ name }) => name).join(', ') })}</li>
          )}
          <li>{t('polls.close.forgotten')}</li>
        </ul>
      </Card>
      <Form issues={form.issues} typed={form.typed} idempotencyKey={form.key}>
        <TextField name="title" label={t('polls.close.meetingTitle')} value={poll.title} maxLength={120} />
        <div class="form-row">
          <TextField
            name="placeName"
            label={t('polls.form.placeName')}
            value={poll.placeName}
            maxLength={120}
            optional
          />
          <TextField
            name="placeAddress"
            label={t('polls.form.placeAddress')}
            value={poll.placeAddress}
            maxLength={120}
            optional
          />
        </div>
        <RadioCards
          name="audience"
          label={t('polls.close.audience')}
          value={poll.groupId ? 'group' : 'members'}
          options={(poll.groupId
            ? (['group', 'members', 'public'] as const)
            : (['members', 'public'] as const)
          ).map((audience) => ({ value: audience, label: t(`polls.close.audienceOf.${audience}`) }))}
        />
        <Actions sticky>
          <Button kind="primary" icon="check" refusal={refusalToClose(poll, date, c.get('app').now())}>
            {t('polls.close.confirm')}
          </Button>
          <LinkButton kind="quiet" href={`/c/${slug}/sondages/${poll.id}`}>
            {t('polls.close.back')}
          </LinkButton>
        </Actions>
      </Form>
    </DeskPage>
  )
}
