import { Hono, type Context } from 'hono'
import { answerForm, freshForm, html, textField, type FormState } from '../../../kit/http.ts'
import { Refusal } from '../../../kit/refusal.ts'
import { Actions, Button, LinkButton } from '../../../kit/ui/button.tsx'
import { Form, HiddenKey } from '../../../kit/ui/form.tsx'
import { TextField } from '../../../kit/ui/inputs.tsx'
import { DeskPage } from '../../../kit/ui/pages.tsx'
import { Badge, Card, DefinitionList, EmptyState, Notice } from '../../../kit/ui/parts.tsx'
import { callOf, deskFrame, read, type CaisseEnv } from '../../caisses/web.ts'
import { ORGANISERS } from '../actions/input.ts'
import { changeWishes, noteCalled, register, withdraw } from '../actions/registrations.ts'
import { placesLeft } from '../rules/meeting.ts'
import { findPeople } from '../store/around.ts'
import { getMeeting } from '../store/meetings.ts'
import { getRegistration } from '../store/registrations.ts'
import { ContactFields, readContact, readWishes, WishFields } from './comer-fields.tsx'
import { ID, MEETING, meetingHref, only, told, trailTo } from './shared.tsx'

/** The desk does for somebody what they would do on the page: register, change, withdraw. */
export const comers = new Hono<CaisseEnv>()

const ADD = `${MEETING}/inscrire` as const

comers.get(ADD, only(ORGANISERS), async (c) => html(await addPage(c, freshForm())))

comers.post(ADD, only(ORGANISERS), (c) =>
  answerForm(c, {
    act: (fields, key) =>
      register(callOf(c, key), {
        meetingId: c.req.param('meeting'),
        personId: textField(fields, 'personId'),
        ...readContact(fields),
        ...readWishes(fields),
        language: 'fr',
        source: 'desk',
      }),
    done: ({ status }) => meetingHref(c, `/gerer?fait=${status === 'waiting' ? 'attend' : 'inscrit'}`),
    again: (form) => addPage(c, form),
  }),
)

async function addPage(c: Context<CaisseEnv>, form: FormState) {
  const t = c.get('t')
  const words = (c.req.query('q') ?? '').trim().slice(0, 80)
  const { meeting, people } = await read(c, async (tx) => ({
    meeting: await getMeeting(tx, c.req.param('meeting')!),
    people: words.length < 2 ? [] : await findPeople(tx, words, c.get('today')),
  }))
  const full = placesLeft(meeting.capacity, meeting.registered) === 0
  return (
    <DeskPage
      {...deskFrame(c, '/rencontres')}
      title={t('meetings.add.title')}
      lead={meeting.title}
      breadcrumb={trailTo(c, meeting)}
      notice={
        form.refusal
          ? told(t, form)
          : full && <Notice tone="wait" title={t('meetings.add.full', { count: meeting.waiting })} />
      }
    >
      <Card title={t('meetings.add.known')} icon="household">
        <Form method="get" action={meetingHref(c, '/inscrire')}>
          <TextField name="q" type="search" label={t('meetings.add.search')} value={words} optional />
          <Button icon="search">{t('meetings.add.find')}</Button>
        </Form>
        {words.length >= 2 && people.length === 0 && (
          <EmptyState title={t('meetings.add.nobody', { nameText: words })} icon="search">
            <p>{t('meetings.add.nobodyText')}</p>
          </EmptyState>
        )}
        {people.length > 0 && (
          <ul class="row-list">
            {people.map((person) => (
              <li key={person.id} class="row">
                <span class="row-text">
                  <span class="row-title">{person.name}</span>
                  <span class="row-more">
                    {[person.householdName, person.phone].filter(Boolean).join(' · ')}
                  </span>
                </span>
                <form method="post" action={meetingHref(c, '/inscrire')} class="row-aside">
                  <HiddenKey value={freshForm().key} />
                  <input type="hidden" name="personId" value={person.id} />
                  <Button icon="add">{t('meetings.add.this', { nameText: person.name })}</Button>
                </form>
              </li>
            ))}
          </ul>
        )}
      </Card>
      <Card title={t('meetings.add.other')} icon="person">
        <Form
          action={meetingHref(c, '/inscrire')}
          issues={form.issues}
          typed={form.typed}
          idempotencyKey={form.key}
        >
          <ContactFields t={t} atDesk />
          <p class="soft small">{t('meetings.add.withoutReach')}</p>
          <WishFields t={t} meeting={meeting} />
          <Actions>
            <Button kind="primary" icon="add">
              {t(full ? 'meetings.add.wait' : 'meetings.add.confirm')}
            </Button>
          </Actions>
        </Form>
      </Card>
    </DeskPage>
  )
}

const ONE = `${MEETING}/inscrits/:registration${ID}` as const

const oneHref = (c: Context<CaisseEnv>, path = ''): string =>
  meetingHref(c, `/inscrits/${c.req.param('registration')}${path}`)

comers.get(ONE, only(ORGANISERS), async (c) => html(await onePage(c, freshForm())))

comers.post(ONE, only(ORGANISERS), (c) =>
  answerForm(c, {
    act: (fields, key) =>
      changeWishes(callOf(c, key), {
        registrationId: c.req.param('registration'),
        ...readWishes(fields),
      }),
    done: () => `${oneHref(c)}?fait=oui`,
    again: (form) => onePage(c, form),
  }),
)

comers.post(`${ONE}/quitter`, only(ORGANISERS), (c) =>
  answerForm(c, {
    act: (_, key) => withdraw(callOf(c, key), { registrationId: c.req.param('registration') }),
    done: () => meetingHref(c, '/gerer?fait=quitte'),
    again: (form) => onePage(c, form),
  }),
)

comers.post(`${ONE}/appele`, only(ORGANISERS), (c) =>
  answerForm(c, {
    act: (_, key) => noteCalled(callOf(c, key), { registrationId: c.req.param('registration') }),
    done: () => `${oneHref(c)}?fait=oui`,
    again: (form) => onePage(c, form),
  }),
)

const TONES = { registered: 'success', waiting: 'wait', withdrawn: undefined } as const

async function onePage(c: Context<CaisseEnv>, form: FormState) {
  const t = c.get('t')
  const { meeting, one } = await read(c, async (tx) => ({
    one: await getRegistration(tx, c.req.param('registration')!),
    meeting: await getMeeting(tx, c.req.param('meeting')!),
  }))
  if (one.meetingId !== meeting.id) throw new Refusal('unknown_registration', {}, 404)
  return (
    <DeskPage
      {...deskFrame(c, '/rencontres')}
      title={one.name}
      lead={meeting.title}
      breadcrumb={trailTo(c, meeting)}
      notice={told(t, form, c.req.query('fait') && t('meetings.done.saved'))}
    >
      <p>
        <Badge tone={TONES[one.status]}>{t(`meetings.registration.${one.status}`)}</Badge>
      </p>
      {one.callAbout && (
        <Card title={t(`meetings.calls.${one.callAbout}`)} icon="phone" look="accent">
          <p>
            {one.phone ? (
              <a href={`tel:${one.phone.replace(/[^\d+]/g, '')}`}>{one.phone}</a>
            ) : (
              t('meetings.calls.noPhone')
            )}
          </p>
          <form method="post" action={oneHref(c, '/appele')} class="actions">
            <HiddenKey value={freshForm().key} />
            <Button icon="check">{t('meetings.calls.done')}</Button>
          </form>
        </Card>
      )}
      <DefinitionList
        items={[
          { term: t('meetings.comer.phone'), value: one.phone ?? '–' },
          { term: t('meetings.comer.email'), value: one.email ?? '–' },
          { term: t('meetings.registration.asked'), value: t.instant(one.askedAt) },
        ]}
      />
      {one.status !== 'withdrawn' && (
        <>
          <Form issues={form.issues} typed={form.typed} idempotencyKey={form.key}>
            <WishFields t={t} meeting={meeting} wishes={one} open />
            <Actions>
              <Button kind="primary" icon="save">
                {t('meetings.registration.save')}
              </Button>
              <LinkButton kind="quiet" href={meetingHref(c, '/gerer')}>
                {t('meetings.change.back')}
              </LinkButton>
            </Actions>
          </Form>
          {meeting.endsAt > c.get('app').now() && (
            <Card title={t('meetings.registration.withdraw')} icon="close" look="sunk">
              <p>{t(meeting.waiting > 0 ? 'meetings.registration.next' : 'meetings.registration.free')}</p>
              <form method="post" action={oneHref(c, '/quitter')}>
                <HiddenKey value={freshForm().key} />
                <Button kind="danger">{t('meetings.registration.withdraw')}</Button>
              </form>
            </Card>
          )}
        </>
      )}
    </DeskPage>
  )
}
