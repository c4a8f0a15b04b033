import { Hono, type Context } from 'hono'
import { answerForm, freshForm, html, textField, type FormState } from '../../../kit/http.ts'
import { Actions, Button, LinkButton } from '../../../kit/ui/button.tsx'
import { RadioCards } from '../../../kit/ui/choices.tsx'
import { Form, HiddenKey } from '../../../kit/ui/form.tsx'
import { DateField, SelectField, TextField } from '../../../kit/ui/inputs.tsx'
import { Tabs } from '../../../kit/ui/navigation.tsx'
import { DeskPage } from '../../../kit/ui/pages.tsx'
import { Card, DefinitionList, Disclosure, EmptyState, Notice } from '../../../kit/ui/parts.tsx'
import { DataTable } from '../../../kit/ui/table.tsx'
import { callOf, deskFrame, read, type CaisseEnv } from '../../caisses/web.ts'
import { JoinFields, readChoices, readRequest } from '../../welcome/pages/join-form.tsx'
import { askToJoin, followUp, forgetContact, noteContact, reopenContact } from '../actions/contacts.ts'
import { nextFollowUp, REASONS, refusalToSpeak } from '../rules/outreach.ts'
import { countContacts, getContact, listContacts, type Contact } from '../store/contacts.ts'
import { comingMeetings, listActions } from '../store/funnel.ts'
import {
  ContactFields,
  home,
  Parts,
  readContact,
  sayMeeting,
  sayReach,
  StepBadge,
  territoryOptions,
  trail,
} from './parts.tsx'

const LIST = '/c/:slug/mobilisation/contacts'
const ONE = `${LIST}/:someone{[0-9a-f-]{36}}` as const

export const contacts = new Hono<CaisseEnv>()

const STATES = ['due', 'open', 'asked', 'closed'] as const

contacts.get(LIST, async (c) => {
  const t = c.get('t')
  const today = c.get('today')
  const state = STATES.find((each) => each === c.req.query('etat')) ?? 'open'
  const search = c.req.query('q') ?? ''
  const { counts, listed } = await read(c, async (tx) => ({
    counts: await countContacts(tx, today),
    listed: await listContacts(tx, { search, ...(state === 'due' ? { dueBy: today } : { state }) }),
  }))
  return html(
    <DeskPage
      {...deskFrame(c, '/mobilisation')}
      title={t('mobilisation.contact.list', { count: counts.open })}
      breadcrumb={trail(c)}
      notice={
        c.req.query('efface') ? (
          <Notice tone="success" title={t('mobilisation.contact.forgotten')} />
        ) : (
          c.req.query('importes') && (
            <Notice
              tone="success"
              title={t('mobilisation.file.done', {
                count: Number.parseInt(c.req.query('importes')!, 10) || 0,
              })}
            />
          )
        )
      }
      actions={
        <>
          <LinkButton icon="upload" href={`${home(c)}/importer`}>
            {t('mobilisation.file.nav')}
          </LinkButton>
          <LinkButton kind="primary" icon="add" href={`${home(c)}/contacts/noter`}>
            {t('mobilisation.contact.add')}
          </LinkButton>
        </>
      }
    >
      <Parts c={c} current="/contacts" />
      <Tabs
        label={t('mobilisation.contact.states')}
        tabs={STATES.map((each) => ({
          href: `${home(c)}/contacts?etat=${each}`,
          label: t(`mobilisation.contact.state.${each}`),
          count: counts[each],
          current: each === state,
        }))}
      />
      <Form method="get">
        <input type="hidden" name="etat" value={state} />
        <div class="form-row">
          <TextField
            name="q"
            type="search"
            label={t('mobilisation.contact.search')}
            value={search}
            optional
          />
          <Button icon="search">{t('mobilisation.show')}</Button>
        </div>
      </Form>
      <DataTable
        caption={t('mobilisation.contact.caption')}
        dense
        rows={listed}
        keyOf={({ id }) => id}
        columns={[
          {
            label: t('mobilisation.contact.name'),
            heading: true,
            cell: (one) => <a href={`${home(c)}/contacts/${one.id}`}>{one.name ?? '–'}</a>,
          },
          { label: t('mobilisation.contact.reached'), cell: (one) => sayReach(t, one) },
          {
            label: t('mobilisation.contact.source'),
            cell: (one) => one.actionTitle ?? t(`mobilisation.source.${one.source}`),
          },
          { label: t('mobilisation.contact.step'), cell: (one) => <StepBadge t={t} contact={one} /> },
          {
            label: t('mobilisation.contact.followUp'),
            cell: (one) => (one.followUpOn ? t.day(one.followUpOn) : '–'),
          },
        ]}
        empty={
          <EmptyState title={t('mobilisation.contact.none')} icon="people">
            <p>{t('mobilisation.contact.noneText')}</p>
          </EmptyState>
        }
      />
    </DeskPage>,
  )
})

contacts.get(`${LIST}/noter`, async (c) => html(await addPage(c, freshForm())))

contacts.post(`${LIST}/noter`, (c) =>
  answerForm(c, {
    act: (fields, key) =>
      noteContact(callOf(c, key), { ...readContact(fields), actionId: textField(fields, 'actionId') }),
    done: ({ contactId }) => `${home(c)}/contacts/${contactId}?note=oui`,
    again: (form) => addPage(c, form),
  }),
)

async function addPage(c: Context<CaisseEnv>, form: FormState) {
  const t = c.get('t')
  const asked = c.req.query('action') ?? ''
  const actions = await read(c, (tx) => listActions(tx, { limit: 30 }))
  return (
    <DeskPage
      {...deskFrame(c, '/mobilisation')}
      title={t('mobilisation.contact.add')}
      lead={t('mobilisation.contact.addLead')}
      breadcrumb={trail(c, { href: `${home(c)}/contacts`, label: t('mobilisation.part.contacts') })}
      notice={form.refusal && <Notice tone="refusal" title={t(form.refusal)} />}
    >
      <Form issues={form.issues} typed={form.typed} idempotencyKey={form.key}>
        <SelectField
          name="actionId"
          label={t('mobilisation.contact.where')}
          value={actions.some(({ id }) => id === asked) ? asked : ''}
          options={[
            { value: '', label: t('mobilisation.contact.noAction') },
            ...actions.map((one) => ({ value: one.id, label: `${one.title}, ${t.day(one.heldOn)}` })),
          ]}
          optional
        />
        <ContactFields t={t} territories={await territoryOptions(c, t('mobilisation.contact.noTerritory'))} />
        <Actions sticky>
          <Button kind="primary">{t('mobilisation.contact.save')}</Button>
        </Actions>
      </Form>
    </DeskPage>
  )
}

contacts.get(ONE, async (c) => html(await onePage(c, freshForm())))

async function onePage(c: Context<CaisseEnv>, form: FormState) {
  const t = c.get('t')
  const { slug } = c.get('caisse')
  const { contact, meetings } = await read(c, async (tx) => ({
    contact: await getContact(tx, c.req.param('someone')!),
    meetings: await comingMeetings(tx, c.get('app').now()),
  }))
  const refusal = refusalToSpeak({ ...contact, named: contact.givenName !== null })
  const base = `${home(c)}/contacts/${contact.id}`
  return (
    <DeskPage
      {...deskFrame(c, '/mobilisation')}
      title={contact.name ?? t('mobilisation.contact.nameless')}
      breadcrumb={trail(c, { href: `${home(c)}/contacts`, label: t('mobilisation.part.contacts') })}
      notice={
        form.refusal ? (
          <Notice tone="refusal" title={t(form.refusal)} />
        ) : (
          c.req.query('note') && <Notice tone="success" title={t('mobilisation.contact.noted')} />
        )
      }
    >
      <p>
        <StepBadge t={t} contact={contact} />
      </p>
      <Facts c={c} contact={contact} />
      {!refusal && (
        <>
          <Card title={t('mobilisation.follow.title')} icon="phone" look="accent">
            <Form action={`${base}/suivre`} issues={form.issues} typed={form.typed} idempotencyKey={form.key}>
              <RadioCards
                name="outcome"
                label={t('mobilisation.follow.outcome')}
                value={meetings.length > 0 && !contact.meetingId ? 'meeting' : 'later'}
                options={[
                  ...(meetings.length > 0
                    ? [{ value: 'meeting', label: t('mobilisation.follow.meeting') }]
                    : []),
                  { value: 'later', label: t('mobilisation.follow.later') },
                  { value: 'no_answer', label: t('mobilisation.follow.noAnswer') },
                  { value: 'stop', label: t('mobilisation.follow.stop') },
                ]}
              />
              {meetings.length > 0 && (
                <div class="when-meeting">
                  <SelectField
                    name="meetingId"
                    label={t('mobilisation.follow.which')}
                    value={meetings[0]!.id}
                    options={meetings.map((one) => ({
                      value: one.id,
                      label: sayMeeting(t, one, c.get('caisse').time_zone),
                    }))}
                    optional
                  />
                </div>
              )}
              <div class="when-stop">
                <SelectField
                  name="reason"
                  label={t('mobilisation.follow.reason')}
                  hint={t('mobilisation.follow.reasonHint')}
                  value="undisclosed"
                  options={REASONS.map((reason) => ({
                    value: reason,
                    label: t(`mobilisation.reason.${reason}`),
                  }))}
                  optional
                />
              </div>
              <div class="when-again">
                <DateField
                  name="followUpOn"
                  label={t('mobilisation.follow.next')}
                  value={nextFollowUp(c.get('today'))}
                  optional
                />
              </div>
              <Actions>
                <Button kind="primary">{t('mobilisation.follow.confirm')}</Button>
              </Actions>
            </Form>
          </Card>
          <Actions>
            <LinkButton icon="agreement" href={`${base}/pre-inscrire`}>
              {t('mobilisation.ask.nav')}
            </LinkButton>
          </Actions>
        </>
      )}
      {contact.preRegistrationId && (
        <Actions>
          <LinkButton icon="forward" href={`/c/${slug}/file-attente/${contact.preRegistrationId}`}>
            {t('mobilisation.ask.open')}
          </LinkButton>
        </Actions>
      )}
      {contact.closedOn && contact.givenName && (
        <form method="post" action={`${base}/reprendre`}>
          <HiddenKey value={form.key} />
          <Button>{t('mobilisation.contact.reopen')}</Button>
        </form>
      )}
      {contact.givenName && !contact.preRegistrationId && (
        <Disclosure summary={t('mobilisation.contact.forget')}>
          <p>{t('mobilisation.contact.forgetText')}</p>
          <form class="stack" method="post" action={`${base}/effacer`}>
            <HiddenKey value={form.key} />
            <Actions>
              <Button kind="danger">{t('mobilisation.contact.forgetConfirm')}</Button>
            </Actions>
          </form>
        </Disclosure>
      )}
    </DeskPage>
  )
}

function Facts({ c, contact }: { c: Context<CaisseEnv>; contact: Contact }) {
  const t = c.get('t')
  const link =
    contact.phone && contact.reach === 'phone' ? (
      <a href={`tel:${contact.phone.replace(/[^\d+]/g, '')}`}>{contact.phone}</a>
    ) : (
      sayReach(t, contact)
    )
  return (
    <DefinitionList
      items={[
        { term: t('mobilisation.contact.reached'), value: link },
        {
          term: t('mobilisation.contact.source'),
          value: contact.actionId ? (
            <a href={`${home(c)}/actions/${contact.actionId}`}>{contact.actionTitle}</a>
          ) : (
            t(`mobilisation.source.${contact.source}`)
          ),
        },
        { term: t('mobilisation.contact.metOn'), value: t.day(contact.metOn) },
        ...(contact.territoryName
          ? [{ term: t('mobilisation.territory'), value: contact.territoryName }]
          : []),
        ...(contact.structureName
          ? [{ term: t('mobilisation.action.structure'), value: contact.structureName }]
          : []),
        ...(contact.meetingTitle
          ? [{ term: t('mobilisation.contact.meeting'), value: contact.meetingTitle }]
          : []),
        ...(contact.followUpOn
          ? [{ term: t('mobilisation.contact.followUp'), value: t.day(contact.followUpOn) }]
          : []),
        { term: t('mobilisation.contact.heard'), value: t.day(contact.lastHeardOn) },
      ]}
    />
  )
}

contacts.post(`${ONE}/suivre`, (c) =>
  answerForm(c, {
    act: (fields, key) =>
      followUp(callOf(c, key), {
        contactId: c.req.param('someone'),
        outcome: textField(fields, 'outcome') as 'later',
        followUpOn: textField(fields, 'followUpOn'),
        meetingId: textField(fields, 'meetingId'),
        reason: textField(fields, 'reason') as 'undisclosed',
      }),
    done: () => `${home(c)}/contacts/${c.req.param('someone')}?note=oui`,
    again: (form) => onePage(c, form),
  }),
)

contacts.post(`${ONE}/reprendre`, (c) =>
  answerForm(c, {
    act: (_, key) => reopenContact(callOf(c, key), { contactId: c.req.param('someone') }),
    done: () => `${home(c)}/contacts/${c.req.param('someone')}?note=oui`,
    again: (form) => onePage(c, form),
  }),
)

contacts.post(`${ONE}/effacer`, (c) =>
  answerForm(c, {
    act: (_, key) => forgetContact(callOf(c, key), { contactId: c.req.param('someone') }),
    done: () => `${home(c)}/contacts?efface=oui`,
    again: (form) => onePage(c, form),
  }),
)

contacts.get(`${ONE}/pre-inscrire`, async (c) => html(await askPage(c, freshForm())))

contacts.post(`${ONE}/pre-inscrire`, (c) =>
  answerForm(c, {
    act: (fields, key) => {
      const { flyer: _, ...request } = readRequest(fields, textField(fields, 'language') || 'fr')
      return askToJoin(callOf(c, key), { contactId: c.req.param('someone'), ...request })
    },
    done: ({ preRegistrationId }) => `/c/${c.get('caisse').slug}/file-attente/${preRegistrationId}?note=oui`,
    again: (form) => askPage(c, form),
  }),
)

async function askPage(c: Context<CaisseEnv>, form: FormState) {
  const t = c.get('t')
  const contact = await read(c, (tx) => getContact(tx, c.req.param('someone')!))
  const refusal = form.refusal ?? refusalToSpeak({ ...contact, named: contact.givenName !== null })
  const known = {
    givenName: contact.givenName ?? '',
    familyName: contact.familyName ?? '',
    reach: contact.reach ?? '',
    email: contact.email ?? '',
    phone: contact.phone ?? '',
    territoryId: contact.territoryId ?? '',
    structureId: contact.structureId ?? '',
  }
  return (
    <DeskPage
      {...deskFrame(c, '/mobilisation')}
      title={t('mobilisation.ask.title', { nameText: contact.name ?? '' })}
      lead={t('mobilisation.ask.lead')}
      breadcrumb={trail(c, { href: `${home(c)}/contacts/${contact.id}`, label: contact.name ?? '–' })}
      notice={refusal && <Notice tone="refusal" title={t(refusal)} />}
    >
      <Form issues={form.issues} typed={{ ...known, ...form.typed }} idempotencyKey={form.key}>
        <input type="hidden" name="language" value={contact.language} />
        <JoinFields t={t} choices={await readChoices(c)} consent={t('waiting.add.consent')} />
        <Actions sticky>
          <Button kind="primary">{t('mobilisation.ask.confirm')}</Button>
        </Actions>
      </Form>
    </DeskPage>
  )
}
