import { Hono, type Context } from 'hono'
import type { Role } from '../../../kit/actor.ts'
import { answerForm, freshForm, html, textField, type FormState } from '../../../kit/http.ts'
import type { Translate } from '../../../kit/i18n/translate.ts'
import { dayAt } from '../../../kit/month.ts'
import { Actions, Button, LinkButton } from '../../../kit/ui/button.tsx'
import { Form, HiddenKey } from '../../../kit/ui/form.tsx'
import { SelectField, TextField, type Option } from '../../../kit/ui/inputs.tsx'
import { Tabs } from '../../../kit/ui/navigation.tsx'
import { DeskPage } from '../../../kit/ui/pages.tsx'
import { EmptyState, Notice } from '../../../kit/ui/parts.tsx'
import { DataTable } from '../../../kit/ui/table.tsx'
import type { Tone } from '../../../kit/ui/tone.ts'
import { callOf, deskFrame, read, readCaisse, requireRole, type CaisseEnv } from '../../caisses/web.ts'
import { listTerritories } from '../../caisses/store.ts'
import { placeInWave, preRegister } from '../../people/actions/pre-registrations.ts'
import { PRE_REGISTRATION_STATUSES, type PreRegistrationStatus } from '../../people/rules/pre-registration.ts'
import {
  countByStatus,
  listPreRegistrations,
  type PreRegistration,
} from '../../people/store/pre-registrations.ts'
import { listWaves, placesLeft, type Wave } from '../../people/store/waves.ts'
import { JoinFields, readChoices, readRequest } from './join-form.tsx'

/** Who calls back, gives places and registers. */
export const WELCOMERS: readonly Role[] = ['coordinator', 'administrator']

export const waiting = new Hono<CaisseEnv>()

waiting.use('/c/:slug/file-attente', readCaisse, async (c, next) => (requireRole(c, WELCOMERS), next()))
waiting.use('/c/:slug/file-attente/*', readCaisse, async (c, next) => (requireRole(c, WELCOMERS), next()))

export const TONES: Record<PreRegistrationStatus, Tone | undefined> = {
  asked: 'info',
  waiting: 'wait',
  invited: 'success',
  registered: undefined,
  declined: undefined,
  withdrawn: undefined,
}

const PAGE = 100

waiting.get('/c/:slug/file-attente', async (c) => html(await listPage(c, freshForm())))

waiting.post('/c/:slug/file-attente', async (c) => {
  const chosen = (await c.req.raw.clone().formData()).getAll('request').map(String)
  return answerForm(c, {
    act: (fields, key) =>
      placeInWave(callOf(c, key), { preRegistrationIds: chosen, waveId: textField(fields, 'waveId') }),
    done: ({ placed }) => `/c/${c.get('caisse').slug}/file-attente?etat=invited&places=${placed}`,
    again: (form) => listPage(c, form),
  })
})

const isStatus = (text: string): text is PreRegistrationStatus =>
  (PRE_REGISTRATION_STATUSES as readonly string[]).includes(text)

async function listPage(c: Context<CaisseEnv>, form: FormState) {
  const t = c.get('t')
  const { slug } = c.get('caisse')
  const asked = c.req.query('etat') ?? ''
  const territoryId = /^[0-9a-f-]{36}$/.test(c.req.query('territoire') ?? '')
    ? c.req.query('territoire')!
    : ''
  const search = c.req.query('q') ?? ''
  const offset = Math.max(0, Number.parseInt(c.req.query('apres') ?? '0', 10) || 0)
  const { counts, territories, waves, status, requests } = await read(c, async (tx) => {
    const counts = await countByStatus(tx)
    const status = isStatus(asked) ? asked : counts.asked > 0 ? 'asked' : 'waiting'
    return {
      counts,
      status,
      territories: await listTerritories(tx),
      waves: (await listWaves(tx)).filter((wave) => placesLeft(wave) !== 0),
      requests: await listPreRegistrations(tx, {
        status,
        search,
        limit: PAGE,
        offset,
        ...(territoryId && { territoryId }),
      }),
    }
  })
  const here = (changes: Record<string, string>) =>
    `/c/${slug}/file-attente?${new URLSearchParams({
      etat: status,
      ...(territoryId && { territoire: territoryId }),
      ...(search && { q: search }),
      ...changes,
    })}`
  const choosable = status === 'asked' || status === 'waiting'
  const placed = Number.parseInt(c.req.query('places') ?? '', 10)
  return (
    <DeskPage
      {...deskFrame(c, '/file-attente')}
      title={t('waiting.list.title', { count: counts.asked + counts.waiting })}
      lead={t('waiting.list.lead', { asked: counts.asked })}
      notice={
        form.refusal ? (
          <Notice tone="refusal" title={t(form.refusal)} />
        ) : placed > 0 ? (
          <Notice tone="success" title={t('waiting.list.placed', { count: placed })} />
        ) : (
          c.req.query('efface') && <Notice tone="success" title={t('waiting.one.forgotten')} />
        )
      }
      actions={
        <>
          <LinkButton icon="calendar" href={`/c/${slug}/file-attente/vagues`}>
            {t('waiting.list.waves')}
          </LinkButton>
          <LinkButton icon="add" href={`/c/${slug}/file-attente/noter`}>
            {t('waiting.list.add')}
          </LinkButton>
        </>
      }
    >
      <Tabs
        label={t('waiting.list.tabs')}
        tabs={PRE_REGISTRATION_STATUSES.map((each) => ({
          href: here({ etat: each }),
          label: t(`waiting.status.${each}`),
          count: counts[each],
          current: each === status,
        }))}
      />
      <Form method="get">
        <input type="hidden" name="etat" value={status} />
        <div class="form-row">
          <TextField name="q" type="search" label={t('waiting.list.search')} value={search} optional />
          {territories.length > 0 && (
            <SelectField
              name="territoire"
              label={t('waiting.list.territory')}
              value={territoryId}
              optional
              options={[
                { value: '', label: t('waiting.list.everywhere') },
                ...territories.map(({ id, name }) => ({ value: id, label: name })),
              ]}
            />
          )}
          <Button icon="search">{t('waiting.list.go')}</Button>
        </div>
      </Form>
      <form class="stack" method="post" action={here({})}>
        <HiddenKey value={form.key} />
        <Requests c={c} status={status} requests={requests} searched={search !== '' || territoryId !== ''} />
        {choosable && requests.length > 0 && (
          <PlaceThem t={t} waves={waves} shown={requests.length} here={here} />
        )}
      </form>
      {requests.length === PAGE && (
        <Actions>
          <LinkButton href={here({ apres: String(offset + PAGE) })}>{t('waiting.list.more')}</LinkButton>
        </Actions>
      )}
    </DeskPage>
  )
}

type RequestsProps = {
  c: Context<CaisseEnv>
  status: PreRegistrationStatus
  requests: readonly PreRegistration[]
  searched: boolean
}

function Requests({ c, status, requests, searched }: RequestsProps) {
  const t = c.get('t')
  const { slug, time_zone: zone } = c.get('caisse')
  const ticked = Math.max(0, Number.parseInt(c.req.query('cocher') ?? '0', 10) || 0)
  const choosable = status === 'asked' || status === 'waiting'
  const nameOf = (one: PreRegistration) => `${one.givenName} ${one.familyName}`.trim()
  return (
    <DataTable
      caption={t('waiting.list.caption')}
      dense
      rows={requests}
      keyOf={(one) => one.id}
      columns={[
        {
          label: t('waiting.list.name'),
          heading: true,
          cell: (one) => <a href={`/c/${slug}/file-attente/${one.id}`}>{nameOf(one)}</a>,
        },
        {
          label: t('waiting.list.people'),
          cell: (one) => t('waiting.list.people_count', { adults: one.adults, children: one.children }),
        },
        { label: t('waiting.list.reach'), cell: (one) => sayReach(t, one) },
        { label: t('waiting.list.where'), cell: (one) => one.territoryName },
        { label: t('waiting.list.since'), cell: (one) => t.day(dayAt(one.createdAt, zone)) },
        ...(status === 'invited' || status === 'registered'
          ? [{ label: t('waiting.list.wave'), cell: (one: PreRegistration) => one.waveName }]
          : []),
        ...(choosable
          ? [
              {
                label: t('waiting.list.choose'),
                cell: (one: PreRegistration) => (
                  <input
                    class="tick"
                    type="checkbox"
                    name="request"
                    value={one.id}
                    checked={requests.indexOf(one) < ticked}
                    aria-label={t('waiting.list.chooseOne', { nameText: nameOf(one) })}
                  />
                ),
              },
            ]
          : []),
      ]}
      empty={
        <EmptyState title={t('waiting.list.none')} icon="people">
          <p>{t(searched ? 'waiting.list.noneFound' : 'waiting.list.noneText')}</p>
        </EmptyState>
      }
    />
  )
}

export function sayReach(t: Translate, one: PreRegistration): string {
  if (one.reach === 'mail') return one.email!
  if (one.reach === 'phone') return one.phone!
  return one.structureName
    ? t('waiting.reach.structure', { nameText: one.structureName })
    : t('waiting.reach.desk')
}

/** Waves that still have places, with how many. */
export const waveOptions = (t: Translate, waves: readonly Wave[]): Option[] =>
  waves.map((wave) => {
    const places = placesLeft(wave)
    return {
      value: wave.id,
      label:
        places === null
          ? t('waiting.list.waveOpen', { nameText: wave.name })
          : t('waiting.list.wavePlaces', { nameText: wave.name, places }),
    }
  })

type PlaceThemProps = {
  t: Translate
  waves: readonly Wave[]
  shown: number
  here: (changes: Record<string, string>) => string
}

function PlaceThem({ t, waves, shown, here }: PlaceThemProps) {
  const last = waves.at(-1)
  if (!last) return <p>{t('waiting.list.noWave')}</p>
  const count = Math.min(placesLeft(last) ?? 20, shown)
  return (
    <div class="form-row">
      <SelectField
        name="waveId"
        label={t('waiting.list.wave')}
        value={last.id}
        options={waveOptions(t, waves)}
      />
      <Button kind="primary" icon="check">
        {t('waiting.list.place')}
      </Button>
      <LinkButton kind="quiet" href={here({ cocher: String(count) })}>
        {t('waiting.list.check', { count })}
      </LinkButton>
    </div>
  )
}

waiting.get('/c/:slug/file-attente/noter', async (c) => html(await addPage(c, freshForm())))

waiting.post('/c/:slug/file-attente/noter', (c) =>
  answerForm(c, {
    act: (fields, key) => preRegister(callOf(c, key), readRequest(fields, c.get('t').locale)),
    done: ({ preRegistrationId }) => `/c/${c.get('caisse').slug}/file-attente/${preRegistrationId}?note=oui`,
    again: (form) => addPage(c, form),
  }),
)

async function addPage(c: Context<CaisseEnv>, form: FormState) {
  const t = c.get('t')
  const { slug } = c.get('caisse')
  return (
    <DeskPage
      {...deskFrame(c, '/file-attente')}
      title={t('waiting.add.title')}
      lead={t('waiting.add.lead')}
      breadcrumb={[{ href: `/c/${slug}/file-attente`, label: t('waiting.nav') }]}
      notice={form.refusal && <Notice tone="refusal" title={t(form.refusal)} />}
    >
      <Form issues={form.issues} typed={form.typed} idempotencyKey={form.key}>
        <JoinFields t={t} choices={await readChoices(c)} consent={t('waiting.add.consent')} />
        <Actions sticky>
          <Button kind="primary">{t('waiting.add.confirm')}</Button>
        </Actions>
      </Form>
    </DeskPage>
  )
}
