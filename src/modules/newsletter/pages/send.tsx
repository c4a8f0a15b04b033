import { Hono, type Context } from 'hono'
import { actorOf, answerForm, freshForm, html, textField, type FormState } from '../../../kit/http.ts'
import { Actions, Button, LinkButton } from '../../../kit/ui/button.tsx'
import { RadioCards } from '../../../kit/ui/choices.tsx'
import { FieldGroup } from '../../../kit/ui/field.tsx'
import { Form } from '../../../kit/ui/form.tsx'
import { DateField, TextField } from '../../../kit/ui/inputs.tsx'
import { DeskPage } from '../../../kit/ui/pages.tsx'
import { Card, Notice } from '../../../kit/ui/parts.tsx'
import { listTerritories } from '../../caisses/store.ts'
import { callOf, deskFrame, read, type CaisseEnv } from '../../caisses/web.ts'
import { findLoginAccount } from '../../identity/store.ts'
import { scheduleLetter, sendTest } from '../actions/sending.ts'
import { PARTS, refusalToMove, refusalToSend } from '../rules/letter.ts'
import { composeLetter } from '../store/compose.ts'
import { countAudience } from '../store/deliveries.ts'
import { findIssue } from '../store/letters.ts'
import { letterHref, trailOf } from './frame.tsx'

/** To whom, and when; first to oneself. */
export const send = new Hono<CaisseEnv>()

send.get('/c/:slug/lettre/:letter{[0-9a-f-]{36}}/envoyer', async (c) => html(await sendPage(c, freshForm())))

const TERRITORY = 'territory.'
const PART = 'part.'

send.post('/c/:slug/lettre/:letter{[0-9a-f-]{36}}/envoyer', (c) =>
  answerForm(c, {
    act: (fields, key) =>
      scheduleLetter(callOf(c, key), {
        letterId: c.req.param('letter'),
        when: textField(fields, 'when') as 'now',
        day: textField(fields, 'day'),
        hour: textField(fields, 'hour'),
        territoryIds: Object.keys(fields)
          .filter((name) => name.startsWith(TERRITORY))
          .map((name) => name.slice(TERRITORY.length)),
        parts: PARTS.filter((part) => textField(fields, PART + part) !== ''),
      }),
    done: () => letterHref(c, c.req.param('letter')),
    again: (form) => sendPage(c, form),
  }),
)

send.post('/c/:slug/lettre/:letter{[0-9a-f-]{36}}/essai', (c) =>
  answerForm(c, {
    act: (fields, key) =>
      sendTest(callOf(c, key), { letterId: c.req.param('letter'), email: textField(fields, 'email') }),
    done: () => `${letterHref(c, c.req.param('letter'))}/envoyer?essai=oui`,
    again: (form) => sendPage(c, form),
  }),
)

async function sendPage(c: Context<CaisseEnv>, form: FormState) {
  const t = c.get('t')
  const app = c.get('app')
  const { issue, all, letter, territories, ownAddress } = await read(c, async (tx) => {
    const found = await findIssue(tx, c.req.param('letter') ?? '')
    const actor = actorOf(c)
    return {
      issue: found,
      all: await countAudience(tx, { territoryIds: [], parts: [] }),
      letter: await composeLetter(tx, app, found),
      territories: await listTerritories(tx),
      ownAddress:
        actor.kind === 'account' ? ((await findLoginAccount(tx, actor.accountId))?.email ?? null) : null,
    }
  })
  const refusal = refusalToMove(issue.status, 'scheduled') ?? refusalToSend(letter, all.mail + all.paper)
  return (
    <DeskPage
      {...deskFrame(c, '/lettre')}
      title={t('newsletter.send.title', { mail: all.mail, paper: all.paper })}
      lead={t('newsletter.send.lead')}
      notice={<Told c={c} form={form} />}
      breadcrumb={trailOf(c, issue)}
    >
      <TestCard c={c} form={form} ownAddress={ownAddress} href={letterHref(c, issue.id)} />
      {!app.mail.sends && (
        <Notice tone="wait" title={t('newsletter.send.noServer')}>
          <p>{t('newsletter.send.noServerText')}</p>
        </Notice>
      )}
      <Form issues={form.issues} typed={form.typed} idempotencyKey={form.key}>
        <Card title={t('newsletter.send.toWhom')} icon="people">
          <p class="soft">{t('newsletter.send.toWhomText')}</p>
          {territories.length > 0 && (
            <FieldGroup name="territories" label={t('newsletter.send.territories')} optional>
              {territories.map(({ id, name }) => (
                <Tick key={id} name={TERRITORY + id} label={name} form={form} />
              ))}
            </FieldGroup>
          )}
          <FieldGroup name="parts" label={t('newsletter.send.parts')} optional>
            {PARTS.map((part) => (
              <Tick key={part} name={PART + part} label={t(`newsletter.part.${part}`)} form={form} />
            ))}
          </FieldGroup>
        </Card>
        <Card title={t('newsletter.send.when')} icon="clock">
          <RadioCards
            name="when"
            label={t('newsletter.send.whenLabel')}
            value="now"
            options={[
              { value: 'now', label: t('newsletter.send.now'), hint: t('newsletter.send.nowHint') },
              { value: 'later', label: t('newsletter.send.later'), hint: t('newsletter.send.laterHint') },
            ]}
          />
          <div class="form-row">
            <DateField name="day" label={t('newsletter.send.day')} min={c.get('today')} optional />
            <TextField
              name="hour"
              label={t('newsletter.send.hour')}
              hint={t('newsletter.send.hourHint')}
              width="short"
              maxLength={5}
              optional
            />
          </div>
        </Card>
        <Actions>
          <Button kind="primary" icon="send" refusal={refusal}>
            {t('newsletter.send.confirm')}
          </Button>
          <LinkButton kind="quiet" href={`${letterHref(c, issue.id)}/apercu`}>
            {t('newsletter.compose.preview')}
          </LinkButton>
        </Actions>
      </Form>
    </DeskPage>
  )
}

function Told({ c, form }: { c: Context<CaisseEnv>; form: FormState }) {
  const t = c.get('t')
  if (form.refusal) return <Notice tone="refusal" title={t(form.refusal)} />
  return c.req.query('essai') === 'oui' ? <Notice tone="success" title={t('newsletter.told.essai')} /> : null
}

function Tick({ name, label, form }: { name: string; label: string; form: FormState }) {
  return (
    <label class="choice choice-check">
      <input type="checkbox" name={name} value="yes" checked={form.typed[name] === 'yes'} />
      <span class="choice-label">{label}</span>
    </label>
  )
}

type TestCardProps = { c: Context<CaisseEnv>; form: FormState; ownAddress: string | null; href: string }

function TestCard({ c, form, ownAddress, href }: TestCardProps) {
  const t = c.get('t')
  const mine = 'email' in form.typed
  return (
    <Card title={t('newsletter.send.testTitle')} icon="mail" look="sunk">
      <Form
        action={`${href}/essai`}
        idempotencyKey={freshForm().key}
        issues={mine ? form.issues : []}
        typed={mine ? form.typed : {}}
        summary={false}
      >
        <TextField
          name="email"
          type="email"
          label={t('newsletter.send.testTo')}
          autocomplete="email"
          maxLength={200}
          {...(ownAddress !== null && { value: ownAddress })}
        />
        <Actions>
          <Button icon="send">{t('newsletter.send.test')}</Button>
        </Actions>
      </Form>
    </Card>
  )
}
