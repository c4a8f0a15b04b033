import { Hono, type Context } from 'hono'
import { answerForm, freshForm, html, textField, type Fields, type FormState } from '../../../kit/http.ts'
import { Actions, Button, LinkButton } from '../../../kit/ui/button.tsx'
import { FieldGroup } from '../../../kit/ui/field.tsx'
import { Form } from '../../../kit/ui/form.tsx'
import { DateField, SelectField, TextField } from '../../../kit/ui/inputs.tsx'
import { RowLink, RowList } from '../../../kit/ui/navigation.tsx'
import { DeskPage } from '../../../kit/ui/pages.tsx'
import { Badge, Card, DefinitionList, Disclosure, EmptyState } from '../../../kit/ui/parts.tsx'
import { DataTable } from '../../../kit/ui/table.tsx'
import { Tick, TickList } from '../../../kit/ui/ticks.tsx'
import { listTerritories } from '../../caisses/store.ts'
import { callOf, read, type CaisseEnv } from '../../caisses/web.ts'
import { changePartner, openPartner } from '../actions/partners.ts'
import { PARTNER_KINDS } from '../rules/words.ts'
import { listTags } from '../store/book.ts'
import { peopleOfPartner } from '../store/contacts.ts'
import { getPartner, listPartners, type Partner } from '../store/partners.ts'
import { sayRole } from '../say-role.ts'
import {
  findDuplicates,
  frame,
  HOME,
  hrefOf,
  isId,
  oneOf,
  territoryOptions,
  trailOf,
  Views,
} from './frame.tsx'
import { Reach } from './reach.tsx'
import { ReachFields } from './who-fields.tsx'

export const organisations = new Hono<CaisseEnv>()

const LIST = `${HOME}/organisations` as const

organisations.get(LIST, async (c) => {
  const t = c.get('t')
  const kind = oneOf(PARTNER_KINDS, c.req.query('genre'))
  const territoryId = isId(c.req.query('territoire')) ? c.req.query('territoire')! : ''
  const search = c.req.query('q') ?? ''
  const { partners, territories, pairs } = await read(c, async (tx) => ({
    partners: await listPartners(tx, c.get('today'), {
      search,
      ...(kind && { kind }),
      ...(territoryId && { territoryId }),
    }),
    territories: await territoryOptions(tx, t('directory.filter.everywhere')),
    pairs: (await findDuplicates(tx, c.get('today'))).length,
  }))
  const current = partners.filter(({ ended }) => !ended)
  return html(
    <DeskPage
      {...frame(c)}
      title={t('directory.organisations.title', { count: current.length })}
      lead={t('directory.organisations.lead')}
      breadcrumb={trailOf(c)}
      actions={
        <LinkButton kind="primary" icon="add" href={hrefOf(c, '/organisations/ajouter')}>
          {t('directory.organisations.add')}
        </LinkButton>
      }
    >
      <Views c={c} current="/organisations" pairs={pairs} />
      <Form method="get">
        <div class="form-row">
          <TextField name="q" type="search" label={t('directory.filter.search')} value={search} optional />
          <SelectField
            name="genre"
            label={t('directory.partner.kind')}
            value={kind ?? ''}
            optional
            options={[
              { value: '', label: t('directory.filter.anyKind') },
              ...PARTNER_KINDS.map((value) => ({ value, label: t(`directory.kinds.${value}`) })),
            ]}
          />
          <SelectField
            name="territoire"
            label={t('directory.filter.territory')}
            value={territoryId}
            optional
            options={territories}
          />
          <Button icon="search">{t('directory.filter.go')}</Button>
        </div>
      </Form>
      <DataTable
        caption={t('directory.organisations.caption')}
        dense
        rows={partners}
        keyOf={(one) => one.id}
        columns={[
          {
            label: t('directory.partner.name'),
            heading: true,
            cell: (one) => <a href={hrefOf(c, `/organisations/${one.id}`)}>{one.name}</a>,
          },
          {
            label: t('directory.partner.kind'),
            cell: (one) => (
              <>
                {t(`directory.kinds.${one.kind}`)}{' '}
                {one.ended && <Badge>{t('directory.partner.ended')}</Badge>}
              </>
            ),
          },
          {
            label: t('directory.book.reach'),
            cell: (one) => <Reach of={[one.email, one.phone]} />,
          },
          {
            label: t('directory.filter.territory'),
            cell: (one) => one.territories.map(({ name }) => name).join(', ') || '–',
          },
          { label: t('directory.partner.people'), cell: (one) => one.people, numeric: true },
        ]}
        empty={
          <EmptyState title={t('directory.organisations.none')} icon="agreement">
            <p>{t('directory.organisations.noneText')}</p>
          </EmptyState>
        }
      />
    </DeskPage>,
  )
})

const readPartner = async (c: Context<CaisseEnv>, fields: Fields) => {
  const territories = await read(c, listTerritories)
  return {
    email: textField(fields, 'email'),
    phone: textField(fields, 'phone'),
    website: textField(fields, 'website'),
    address: textField(fields, 'address'),
    tags: textField(fields, 'tags'),
    territoryIds: territories
      .map(({ id }) => id)
      .filter((id) => textField(fields, `territory.${id}`) === 'oui'),
  }
}

organisations.get(`${LIST}/ajouter`, async (c) => html(await addPage(c, freshForm())))

organisations.post(`${LIST}/ajouter`, (c) =>
  answerForm(c, {
    act: async (fields, key) =>
      openPartner(callOf(c, key), {
        ...(await readPartner(c, fields)),
        kind: textField(fields, 'kind') as 'other',
        name: textField(fields, 'name'),
      }),
    done: ({ partnerId }) => `${hrefOf(c, `/organisations/${partnerId}`)}?fait=ajoute`,
    again: (form) => addPage(c, form),
  }),
)

async function addPage(c: Context<CaisseEnv>, form: FormState) {
  const t = c.get('t')
  return (
    <DeskPage
      {...frame(c, form)}
      title={t('directory.organisations.add')}
      lead={t('directory.organisations.addLead')}
      breadcrumb={trailOf(c, { href: hrefOf(c, '/organisations'), label: t('directory.tabs.organisations') })}
    >
      <Form issues={form.issues} typed={form.typed} idempotencyKey={form.key}>
        <PartnerFields c={c} {...await choicesOf(c)} />
        <Actions sticky>
          <Button kind="primary">{t('directory.organisations.confirm')}</Button>
        </Actions>
      </Form>
    </DeskPage>
  )
}

const choicesOf = (c: Context<CaisseEnv>) =>
  read(c, async (tx) => ({
    territories: await listTerritories(tx),
    tags: (await listTags(tx)).map(({ tag }) => tag),
  }))

type PartnerFieldsProps = {
  c: Context<CaisseEnv>
  one?: Partner
  territories: readonly { id: string; name: string }[]
  tags: readonly string[]
}

function PartnerFields({ c, one, territories, tags }: PartnerFieldsProps) {
  const t = c.get('t')
  return (
    <>
      {(one === undefined || one.source === 'own') && (
        <div class="form-row">
          <TextField
            name="name"
            label={t('directory.partner.name')}
            value={one?.name ?? ''}
            maxLength={120}
          />
          <SelectField
            name="kind"
            label={t('directory.partner.kind')}
            value={one?.kind ?? 'association'}
            options={PARTNER_KINDS.map((value) => ({ value, label: t(`directory.kinds.${value}`) }))}
          />
        </div>
      )}
      <ReachFields t={t} one={one} />
      <TextField
        name="website"
        type="url"
        label={t('directory.partner.website')}
        value={one?.website ?? ''}
        maxLength={200}
        optional
      />
      <TextField
        name="address"
        label={t('directory.partner.address')}
        value={one?.address ?? ''}
        maxLength={300}
        optional
      />
      {territories.length > 0 && (
        <FieldGroup name="territories" label={t('directory.partner.territories')} optional>
          <TickList label={t('directory.partner.territories')}>
            {territories.map(({ id, name }) => (
              <Tick
                key={id}
                name={`territory.${id}`}
                title={name}
                checked={one?.territories.some((each) => each.id === id) ?? false}
              />
            ))}
          </TickList>
        </FieldGroup>
      )}
      <TextField
        name="tags"
        label={t('directory.tags.label')}
        hint={t('directory.tags.hint')}
        value={one?.tags.join(', ') ?? ''}
        suggestions={tags}
        maxLength={400}
        optional
      />
    </>
  )
}

const ONE = `${LIST}/:partner{[0-9a-f-]{36}}` as const

organisations.get(ONE, async (c) => html(await onePage(c, freshForm())))

organisations.post(ONE, (c) =>
  answerForm(c, {
    act: async (fields, key) =>
      changePartner(callOf(c, key), {
        partnerId: c.req.param('partner'),
        ...(await readPartner(c, fields)),
        ...(fields.kind !== undefined && { kind: textField(fields, 'kind') as 'other' }),
        ...(fields.name !== undefined && { name: textField(fields, 'name') }),
        endedOn: textField(fields, 'endedOn'),
      }),
    done: () => `${hrefOf(c, `/organisations/${c.req.param('partner')}`)}?fait=modifie`,
    again: (form) => onePage(c, form),
  }),
)

/** Where what the address book does not keep itself is changed. */
const elsewhere = (c: Context<CaisseEnv>, { source, id }: Partner) =>
  `/c/${c.get('caisse').slug}${source === 'structure' ? '/structures' : '/lieux/gerer'}/${id}`

async function onePage(c: Context<CaisseEnv>, form: FormState) {
  const t = c.get('t')
  const id = c.req.param('partner')!
  const { one, people } = await read(c, async (tx) => ({
    one: await getPartner(tx, c.get('today'), id),
    people: await peopleOfPartner(tx, id, c.get('today')),
  }))
  const choices = await choicesOf(c)
  const done = c.req.query('fait')
  return (
    <DeskPage
      {...frame(
        c,
        form,
        done && t(done === 'ajoute' ? 'directory.organisations.added' : 'directory.organisations.changed'),
      )}
      title={one.name}
      breadcrumb={trailOf(c, { href: hrefOf(c, '/organisations'), label: t('directory.tabs.organisations') })}
      actions={
        one.source !== 'own' && (
          <LinkButton icon={one.source === 'outlet' ? 'shop' : 'agreement'} href={elsewhere(c, one)}>
            {t(`directory.partner.${one.source}`)}
          </LinkButton>
        )
      }
    >
      <p>
        <Badge>{t(`directory.kinds.${one.kind}`)}</Badge>{' '}
        {one.ended && <Badge>{t('directory.partner.ended')}</Badge>}{' '}
        {one.tags.map((tag) => (
          <span key={tag}>
            <Badge tone="info" icon="filter">
              {tag}
            </Badge>{' '}
          </span>
        ))}
      </p>
      <Card title={t('directory.card.reach')} icon="phone">
        <DefinitionList
          items={[
            {
              term: t('directory.import.field.email'),
              value: one.email ? <a href={`mailto:${one.email}`}>{one.email}</a> : '–',
            },
            {
              term: t('directory.import.field.phone'),
              value: one.phone ? <a href={`tel:${one.phone.replace(/[^\d+]/g, '')}`}>{one.phone}</a> : '–',
            },
            ...(one.website
              ? [
                  {
                    term: t('directory.partner.website'),
                    value: (
                      <a href={one.website} rel="noreferrer">
                        {one.website}
                      </a>
                    ),
                  },
                ]
              : []),
            ...(one.address ? [{ term: t('directory.partner.address'), value: one.address }] : []),
            {
              term: t('directory.partner.territories'),
              value: one.territories.map(({ name }) => name).join(', ') || '–',
            },
          ]}
        />
      </Card>
      <h2>{t('directory.partner.peopleTitle', { count: people.length })}</h2>
      {people.length === 0 ? (
        <p>{t('directory.partner.noPeople')}</p>
      ) : (
        <RowList>
          {people.map((person) => (
            <RowLink
              key={person.contactId}
              href={hrefOf(c, `/personnes/${person.contactId}`)}
              icon="person"
              title={person.name}
              text={sayRole(t, { ...person, partnerName: null })}
            />
          ))}
        </RowList>
      )}
      <Disclosure
        summary={t('directory.partner.change')}
        open={form.issues.length > 0 || form.refusal !== null}
      >
        {one.source !== 'own' && <p class="soft">{t('directory.partner.elsewhere')}</p>}
        <Form issues={form.issues} typed={form.typed} idempotencyKey={form.key}>
          <PartnerFields c={c} one={one} {...choices} />
          {one.source === 'own' && (
            <DateField
              name="endedOn"
              label={t('directory.partner.endedOn')}
              hint={t('directory.partner.endedHint')}
              optional
            />
          )}
          <Actions>
            <Button kind="primary">{t('directory.card.save')}</Button>
          </Actions>
        </Form>
      </Disclosure>
    </DeskPage>
  )
}
