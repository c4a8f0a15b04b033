import { Hono, type Context } from 'hono'
import { answerForm, freshForm, html, textField, type Fields, type FormState } from '../../../kit/http.ts'
import { Actions, Button, LinkButton } from '../../../kit/ui/button.tsx'
import { Form } from '../../../kit/ui/form.tsx'
import { DateField, NumberField, SelectField, TextField } from '../../../kit/ui/inputs.tsx'
import { RowLink, RowList } from '../../../kit/ui/navigation.tsx'
import { DeskPage } from '../../../kit/ui/pages.tsx'
import { Card, EmptyState, Notice, Stat, Stats } from '../../../kit/ui/parts.tsx'
import { QrDrawing } from '../../../kit/ui/qr.tsx'
import { DataTable } from '../../../kit/ui/table.tsx'
import { callOf, deskFrame, read, type CaisseEnv } from '../../caisses/web.ts'
import { openStructures } from '../../people/store/structures.ts'
import { changeAction, recordAction } from '../actions/outreach.ts'
import { ACTION_KINDS } from '../rules/outreach.ts'
import { listContacts } from '../store/contacts.ts'
import { getAction, listActions, type OutreachAction } from '../store/funnel.ts'
import { home, Parts, StepBadge, territoryOptions, trail } from './parts.tsx'

const LIST = '/c/:slug/mobilisation/actions'
const ONE = `${LIST}/:action{[0-9a-f-]{36}}` as const

export const actions = new Hono<CaisseEnv>()

actions.get(LIST, async (c) => {
  const t = c.get('t')
  const all = await read(c, (tx) => listActions(tx))
  return html(
    <DeskPage
      {...deskFrame(c, '/mobilisation')}
      title={t('mobilisation.action.list', { count: all.length })}
      lead={t('mobilisation.action.lead')}
      breadcrumb={trail(c)}
      actions={
        <LinkButton kind="primary" icon="add" href={`${home(c)}/actions/nouvelle`}>
          {t('mobilisation.action.add')}
        </LinkButton>
      }
    >
      <Parts c={c} current="/actions" />
      <DataTable
        caption={t('mobilisation.action.caption')}
        dense
        rows={all}
        keyOf={({ id }) => id}
        columns={[
          {
            label: t('mobilisation.action.title'),
            heading: true,
            cell: (one) => <a href={`${home(c)}/actions/${one.id}`}>{one.title}</a>,
          },
          { label: t('mobilisation.action.heldOn'), cell: (one) => t.day(one.heldOn) },
          { label: t('mobilisation.action.kind'), cell: (one) => t(`mobilisation.source.${one.kind}`) },
          { label: t('mobilisation.action.where'), cell: (one) => one.territoryName ?? one.placeName },
          { label: t('mobilisation.action.talkedTo'), numeric: true, cell: (one) => one.talkedTo },
          { label: t('mobilisation.action.contacts'), numeric: true, cell: (one) => one.contacts },
          { label: t('mobilisation.action.asked'), numeric: true, cell: (one) => one.asked },
          { label: t('mobilisation.action.joined'), numeric: true, key: true, cell: (one) => one.joined },
        ]}
        empty={
          <EmptyState title={t('mobilisation.action.none')} icon="announce">
            <p>{t('mobilisation.action.noneText')}</p>
          </EmptyState>
        }
      />
    </DeskPage>,
  )
})

const readAction = (fields: Fields) => ({
  kind: textField(fields, 'kind') as 'market',
  title: textField(fields, 'title'),
  heldOn: textField(fields, 'heldOn'),
  placeName: textField(fields, 'placeName'),
  territoryId: textField(fields, 'territoryId'),
  structureId: textField(fields, 'structureId'),
  team: textField(fields, 'team'),
  talkedTo: textField(fields, 'talkedTo'),
})

async function ActionFields(c: Context<CaisseEnv>, action?: OutreachAction) {
  const t = c.get('t')
  const territories = await territoryOptions(c, t('mobilisation.everywhere'))
  const structures = await read(c, openStructures)
  return (
    <>
      <TextField
        name="title"
        label={t('mobilisation.action.title')}
        hint={t('mobilisation.action.titleHint')}
        maxLength={120}
        value={action?.title ?? ''}
      />
      <div class="form-row">
        <SelectField
          name="kind"
          label={t('mobilisation.action.kind')}
          {...(action && { value: action.kind })}
          options={ACTION_KINDS.map((kind) => ({ value: kind, label: t(`mobilisation.source.${kind}`) }))}
        />
        <DateField
          name="heldOn"
          label={t('mobilisation.action.heldOn')}
          value={action?.heldOn ?? c.get('today')}
        />
      </div>
      <div class="form-row">
        <TextField
          name="placeName"
          label={t('mobilisation.action.place')}
          maxLength={120}
          value={action?.placeName ?? ''}
          optional
        />
        {territories.length > 1 && (
          <SelectField
            name="territoryId"
            label={t('mobilisation.territory')}
            value={action?.territoryId ?? ''}
            options={territories}
            optional
          />
        )}
        {structures.length > 0 && (
          <SelectField
            name="structureId"
            label={t('mobilisation.action.structure')}
            value={action?.structureId ?? ''}
            options={[
              { value: '', label: t('mobilisation.action.noStructure') },
              ...structures.map(({ id, name }) => ({ value: id, label: name })),
            ]}
            optional
          />
        )}
      </div>
      <div class="form-row">
        <NumberField name="team" label={t('mobilisation.action.team')} value={action?.team ?? 1} />
        <NumberField
          name="talkedTo"
          label={t('mobilisation.action.talkedTo')}
          hint={t('mobilisation.action.talkedToHint')}
          value={action?.talkedTo ?? 0}
        />
      </div>
    </>
  )
}

actions.get(`${LIST}/nouvelle`, async (c) => html(await newPage(c, freshForm())))

actions.post(`${LIST}/nouvelle`, (c) =>
  answerForm(c, {
    act: (fields, key) => recordAction(callOf(c, key), readAction(fields)),
    done: ({ actionId }) => `${home(c)}/actions/${actionId}?note=oui`,
    again: (form) => newPage(c, form),
  }),
)

async function newPage(c: Context<CaisseEnv>, form: FormState) {
  const t = c.get('t')
  return (
    <DeskPage
      {...deskFrame(c, '/mobilisation')}
      title={t('mobilisation.action.add')}
      lead={t('mobilisation.action.addLead')}
      breadcrumb={trail(c, { href: `${home(c)}/actions`, label: t('mobilisation.part.actions') })}
      notice={form.refusal && <Notice tone="refusal" title={t(form.refusal)} />}
    >
      <Form issues={form.issues} typed={form.typed} idempotencyKey={form.key}>
        {await ActionFields(c)}
        <Actions sticky>
          <Button kind="primary">{t('mobilisation.action.save')}</Button>
        </Actions>
      </Form>
    </DeskPage>
  )
}

actions.get(ONE, async (c) => html(await onePage(c, freshForm())))

actions.post(ONE, (c) =>
  answerForm(c, {
    act: (fields, key) =>
      changeAction(callOf(c, key), { actionId: c.req.param('action'), ...readAction(fields) }),
    done: () => `${home(c)}/actions/${c.req.param('action')}?note=oui`,
    again: (form) => onePage(c, form),
  }),
)

export const joinLink = (c: Context<CaisseEnv>, token: string | null): string =>
  `${c.get('app').address}/c/${c.get('caisse').slug}/rejoindre${token ? `?source=${token}` : ''}`

async function onePage(c: Context<CaisseEnv>, form: FormState) {
  const t = c.get('t')
  const { action, contacts } = await read(c, async (tx) => ({
    action: await getAction(tx, c.req.param('action')!),
    contacts: await listContacts(tx, { actionId: c.req.param('action')! }),
  }))
  const link = joinLink(c, action.token)
  const named = contacts.filter(({ name }) => name !== null)
  return (
    <DeskPage
      {...deskFrame(c, '/mobilisation')}
      title={t('mobilisation.action.brought', { titleText: action.title, count: action.contacts })}
      lead={`${t.day(action.heldOn)} · ${[action.placeName, action.territoryName, action.structureName].filter(Boolean).join(', ')}`}
      breadcrumb={trail(c, { href: `${home(c)}/actions`, label: t('mobilisation.part.actions') })}
      notice={
        form.refusal ? (
          <Notice tone="refusal" title={t(form.refusal)} />
        ) : (
          c.req.query('note') && <Notice tone="success" title={t('mobilisation.action.saved')} />
        )
      }
      actions={
        <LinkButton kind="primary" icon="add" href={`${home(c)}/contacts/noter?action=${action.id}`}>
          {t('mobilisation.contact.add')}
        </LinkButton>
      }
    >
      <Stats>
        <Stat label={t('mobilisation.action.team')} value={action.team} />
        <Stat label={t('mobilisation.action.talkedTo')} value={action.talkedTo} />
        <Stat label={t('mobilisation.action.contacts')} value={action.contacts} />
        <Stat label={t('mobilisation.action.meeting')} value={action.meeting} />
        <Stat label={t('mobilisation.action.asked')} value={action.asked} />
        <Stat label={t('mobilisation.action.joined')} value={action.joined} />
      </Stats>
      {named.length > 0 && (
        <RowList>
          {named.map((contact) => (
            <RowLink
              key={contact.id}
              href={`${home(c)}/contacts/${contact.id}`}
              icon="person"
              title={contact.name}
              aside={<StepBadge t={t} contact={contact} />}
            />
          ))}
        </RowList>
      )}
      <Card title={t('mobilisation.action.link')} icon="link">
        <p>{t('mobilisation.action.linkText')}</p>
        <p class="share-link">{link}</p>
        <QrDrawing text={link} label={t('mobilisation.action.qr')} />
        <Actions>
          <LinkButton icon="print" href={`${home(c)}/affiches/nouvelle?action=${action.id}`}>
            {t('mobilisation.poster.add')}
          </LinkButton>
        </Actions>
      </Card>
      <Card title={t('mobilisation.action.change')} icon="edit">
        <Form issues={form.issues} typed={form.typed} idempotencyKey={form.key}>
          {await ActionFields(c, action)}
          <Actions>
            <Button>{t('mobilisation.action.save')}</Button>
          </Actions>
        </Form>
      </Card>
    </DeskPage>
  )
}
