import { Hono, type Context } from 'hono'
import { answerForm, freshForm, html, textField, type Fields, type FormState } from '../../../kit/http.ts'
import { addMonths, monthOf } from '../../../kit/month.ts'
import { refuse, Refusal } from '../../../kit/refusal.ts'
import { refusalToAct } from '../../../kit/actor.ts'
import { actorOf } from '../../../kit/http.ts'
import { Actions, Button } from '../../../kit/ui/button.tsx'
import { Form } from '../../../kit/ui/form.tsx'
import type { IconName } from '../../../kit/ui/icon.tsx'
import { RowLink, RowList } from '../../../kit/ui/navigation.tsx'
import { Notice } from '../../../kit/ui/parts.tsx'
import { listTerritories } from '../../caisses/store.ts'
import { callOf, read, type CaisseEnv } from '../../caisses/web.ts'
import { getHousehold, membersOf } from '../../people/store/households.ts'
import { findLifeEvent } from '../../people/store/life-events.ts'
import { previewEvent, recordEvent } from '../actions/life.ts'
import { lastCountedMonth } from '../actions/month.ts'
import { undoEvent } from '../actions/undo.ts'
import { EVENT_PATHS, eventAt, type WrittenEvent } from '../rules/event.ts'
import { EventFields } from './event-fields.tsx'
import { DESK, FILE, fileHref, HouseholdPage } from './frame.tsx'
import { PreviewPage } from './preview.tsx'
import { atFields, readEvent } from './read-event.ts'
import { sayEvent } from './say-event.ts'

export const events = new Hono<CaisseEnv>()

const GROUPS: readonly {
  label: 'comes' | 'changes' | 'goes'
  kinds: readonly (readonly [WrittenEvent, IconName])[]
}[] = [
  {
    label: 'comes',
    kinds: [
      ['birth', 'leaf'],
      ['arrival', 'person'],
      ['of_age', 'card'],
    ],
  },
  {
    label: 'changes',
    kinds: [
      ['move', 'places'],
      ['pause', 'wait'],
      ['merge', 'household'],
    ],
  },
  {
    label: 'goes',
    kinds: [
      ['departure', 'signOut'],
      ['split', 'people'],
      ['leaving', 'home'],
      ['death', 'info'],
    ],
  },
]

events.get(`${FILE}/vie`, async (c) => {
  const t = c.get('t')
  const household = await read(c, (tx) => getHousehold(tx, c.req.param('household')))
  return html(
    <HouseholdPage c={c} household={household} title={t('life.menu.title')} lead={t('life.menu.lead')}>
      {GROUPS.map(({ label, kinds }) => (
        <section class="stack" key={label}>
          <h2>{t(`life.menu.${label}`)}</h2>
          <RowList>
            {kinds.map(([kind, icon]) => (
              <RowLink
                key={kind}
                icon={icon}
                href={fileHref(c, `/vie/${EVENT_PATHS[kind]}`)}
                title={t(`life.event.${kind}`)}
                text={t(`life.menu.hint.${kind}`)}
              />
            ))}
          </RowList>
        </section>
      ))}
    </HouseholdPage>,
  )
})

const EVENT = `${FILE}/vie/:event{${Object.values(EVENT_PATHS).join('|')}}`

const kindOf = (c: Context<CaisseEnv>): WrittenEvent => eventAt(c.req.param('event')!)!

events.get(EVENT, async (c) => html(await eventPage(c, freshForm())))

events.post(EVENT, (c) =>
  answerForm(c, {
    act: (fields, key) => atFields(() => lookOrDo(c, fields, key)),
    done: (answer) => answer,
    again: (form) => eventPage(c, form),
  }),
)

/** First the page that says what changes, then the gesture; `corriger` shows the form again as it was. */
async function lookOrDo(c: Context<CaisseEnv>, fields: Fields, key: string): Promise<string | Response> {
  const kind = kindOf(c)
  const step = textField(fields, 'step')
  const input = readEvent(kind, fields, c.req.param('household')!)
  if (step === 'faire') {
    await recordEvent(kind, callOf(c, key), input)
    return fileHref(c, '?fait=evenement')
  }
  if (step === 'corriger') {
    const typed = Object.fromEntries(
      Object.entries(fields).filter((entry): entry is [string, string] => typeof entry[1] === 'string'),
    )
    return html(await eventPage(c, { ...freshForm(), typed }))
  }
  refuse(refusalToAct(actorOf(c), DESK, c.get('caisse').id, c.get('today')))
  const preview = await previewEvent(c.get('app'), c.get('caisse').id, kind, input)
  const household = await read(c, (tx) => getHousehold(tx, c.req.param('household')!))
  return html(<PreviewPage c={c} household={household} kind={kind} preview={preview} fields={fields} />)
}

async function eventPage(c: Context<CaisseEnv>, form: FormState) {
  const t = c.get('t')
  const kind = kindOf(c)
  const today = c.get('today')
  const { household, about } = await read(c, async (tx) => {
    const household = await getHousehold(tx, c.req.param('household')!)
    const last = await lastCountedMonth(tx)
    return {
      household,
      about: {
        members: (await membersOf(tx, household.id)).filter((one) => one.toOn === null),
        territories: await listTerritories(tx),
        from: last === null ? monthOf(today) : addMonths(last, 1),
      },
    }
  })
  const nobody = kind === 'of_age' && !about.members.some((one) => one.child)
  return (
    <HouseholdPage
      c={c}
      household={household}
      form={form}
      title={t(`life.form.title.${kind}`)}
      lead={t(`life.form.lead.${kind}`)}
      trail={[{ href: fileHref(c, '/vie'), label: t('life.menu.title') }]}
    >
      {nobody ? (
        <Notice title={t('life.form.noChild')} />
      ) : (
        <Form issues={form.issues} typed={form.typed} idempotencyKey={form.key}>
          <EventFields c={c} kind={kind} about={about} />
          <Actions sticky>
            <Button kind="primary" icon="forward" name="step" value="voir">
              {t('life.form.look')}
            </Button>
          </Actions>
        </Form>
      )}
    </HouseholdPage>
  )
}

const UNDO = `${FILE}/vie/annuler/:eventId{[0-9a-f-]{36}}`

events.get(UNDO, async (c) => html(await undoPage(c, freshForm())))

events.post(UNDO, (c) =>
  answerForm(c, {
    act: (_, key) => undoEvent(callOf(c, key), { eventId: c.req.param('eventId') }),
    done: () => fileHref(c, '?fait=annule'),
    again: (form) => undoPage(c, form),
  }),
)

async function undoPage(c: Context<CaisseEnv>, form: FormState) {
  const t = c.get('t')
  const { household, event } = await read(c, async (tx) => {
    const household = await getHousehold(tx, c.req.param('household')!)
    const event = await findLifeEvent(tx, c.req.param('eventId')!)
    if (event?.householdId !== household.id) throw new Refusal('unknown_event', {}, 404)
    return { household, event }
  })
  return (
    <HouseholdPage
      c={c}
      household={household}
      form={form}
      title={t('life.undo.title')}
      lead={`${sayEvent(t, event, household.id)} · ${t.day(event.on)}`}
    >
      <Form idempotencyKey={form.key}>
        <p>{t('life.undo.text')}</p>
        <Actions>
          <Button
            kind="danger"
            icon="back"
            refusal={event.undone ? new Refusal('event_already_undone') : null}
          >
            {t('life.undo.confirm')}
          </Button>
        </Actions>
      </Form>
    </HouseholdPage>
  )
}
