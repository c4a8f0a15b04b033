import { Hono, type Context } from 'hono'
import { answerForm, freshForm, html, textField, type FormState } from '../../../kit/http.ts'
import { isLocale, LANGUAGE_NAMES } from '../../../kit/i18n/locale.ts'
import { addMonths, dayAt, lastDay, monthOf, type Day } from '../../../kit/month.ts'
import { Button, LinkButton } from '../../../kit/ui/button.tsx'
import { Form } from '../../../kit/ui/form.tsx'
import { SelectField } from '../../../kit/ui/inputs.tsx'
import { DeskPage } from '../../../kit/ui/pages.tsx'
import { Badge, Card, DefinitionList, Notice } from '../../../kit/ui/parts.tsx'
import { callOf, deskFrame, read, type CaisseEnv } from '../../caisses/web.ts'
import {
  answerPreRegistration,
  forgetPreRegistration,
  placeInWave,
} from '../../people/actions/pre-registrations.ts'
import { KEPT_MONTHS, mayFollow, type PreRegistrationStatus } from '../../people/rules/pre-registration.ts'
import { getPreRegistration, type PreRegistration } from '../../people/store/pre-registrations.ts'
import { listWaves, placesLeft } from '../../people/store/waves.ts'
import { sayReach, TONES, waveOptions } from './waiting.tsx'

/** One request, and all that may become of it. Mounted under the guard of the list. */
export const request = new Hono<CaisseEnv>()

const ONE = '/c/:slug/file-attente/:request{[0-9a-f-]{36}}'

const hrefOf = (c: Context<CaisseEnv>): string =>
  `/c/${c.get('caisse').slug}/file-attente/${c.req.param('request')}`

request.get(ONE, async (c) => html(await onePage(c, freshForm())))

const ANSWERS = { attente: 'waiting', sans_suite: 'declined', renonce: 'withdrawn' } as const

request.post(`${ONE}/:answer{attente|sans_suite|renonce}`, (c) =>
  answerForm(c, {
    act: (_, key) =>
      answerPreRegistration(callOf(c, key), {
        preRegistrationId: c.req.param('request'),
        status: ANSWERS[c.req.param('answer') as keyof typeof ANSWERS],
      }),
    done: () => `${hrefOf(c)}?fait=oui`,
    again: (form) => onePage(c, form),
  }),
)

request.post(`${ONE}/place`, (c) =>
  answerForm(c, {
    act: (fields, key) =>
      placeInWave(callOf(c, key), {
        preRegistrationIds: [c.req.param('request')],
        waveId: textField(fields, 'waveId'),
      }),
    done: () => `${hrefOf(c)}?fait=oui`,
    again: (form) => onePage(c, form),
  }),
)

request.post(`${ONE}/effacer`, (c) =>
  answerForm(c, {
    act: (_, key) => forgetPreRegistration(callOf(c, key), { preRegistrationId: c.req.param('request') }),
    done: () => `/c/${c.get('caisse').slug}/file-attente?efface=oui`,
    again: (form) => onePage(c, form),
  }),
)

/** The day after which the nightly job forgets it. */
function keptOn({ status, statusOn }: PreRegistration): Day {
  const month = addMonths(monthOf(statusOn), KEPT_MONTHS[status])
  const same = `${month}-${statusOn.slice(8)}`
  return same > lastDay(month) ? lastDay(month) : same
}

async function onePage(c: Context<CaisseEnv>, form: FormState) {
  const t = c.get('t')
  const { slug, time_zone: zone } = c.get('caisse')
  const { one, waves } = await read(c, async (tx) => ({
    one: await getPreRegistration(tx, c.req.param('request')!),
    waves: (await listWaves(tx)).filter((wave) => placesLeft(wave) !== 0),
  }))
  const name = `${one.givenName} ${one.familyName}`.trim()
  const done = c.req.query('note')
    ? t('waiting.add.done', { nameText: name })
    : c.req.query('fait') && t('waiting.one.moved')
  return (
    <DeskPage
      {...deskFrame(c, '/file-attente')}
      title={name}
      breadcrumb={[{ href: `/c/${slug}/file-attente?etat=${one.status}`, label: t('waiting.nav') }]}
      notice={
        form.refusal ? (
          <Notice tone="refusal" title={t(form.refusal)} />
        ) : (
          done && <Notice tone="success" title={done} />
        )
      }
      actions={
        one.householdId ? (
          <LinkButton href={`/c/${slug}/foyers/${one.householdId}`}>{t('waiting.one.file')}</LinkButton>
        ) : (
          mayFollow(one.status, 'registered') && (
            <LinkButton kind="primary" icon="household" href={`/c/${slug}/foyers/inscrire?demande=${one.id}`}>
              {t('waiting.one.register')}
            </LinkButton>
          )
        )
      }
    >
      <p>
        <Badge tone={TONES[one.status]}>{t(`waiting.status.${one.status}`)}</Badge>
      </p>
      <DefinitionList
        items={[
          { term: t('waiting.one.reach'), value: sayReach(t, one) },
          ...(one.reach !== 'phone' && one.phone
            ? [{ term: t('waiting.export.phone'), value: one.phone }]
            : []),
          ...(one.structureName && one.reach !== 'desk'
            ? [{ term: t('waiting.one.structure'), value: one.structureName }]
            : []),
          {
            term: t('waiting.one.household'),
            value: t('waiting.list.people_count', { adults: one.adults, children: one.children }),
          },
          ...(one.territoryName ? [{ term: t('waiting.one.territory'), value: one.territoryName }] : []),
          {
            term: t('waiting.one.language'),
            value: isLocale(one.language) ? LANGUAGE_NAMES[one.language] : one.language,
          },
          {
            term: t('waiting.one.asked'),
            value: `${t.day(dayAt(one.createdAt, zone))}, ${t(`waiting.one.source.${one.source}`)}`,
          },
          ...(one.waveName ? [{ term: t('waiting.one.wave'), value: one.waveName }] : []),
          { term: t('waiting.one.kept'), value: t('waiting.one.keptOn', { day: keptOn(one) }) },
        ]}
      />
      {mayFollow(one.status, 'invited') && waves.length > 0 && (
        <Card title={t('waiting.one.give')} icon="calendar">
          <Form action={`${hrefOf(c)}/place`} idempotencyKey={form.key} issues={form.issues}>
            <div class="form-row">
              <SelectField
                name="waveId"
                label={t('waiting.one.give_wave')}
                value={one.waveId ?? waves.at(-1)!.id}
                options={waveOptions(t, waves)}
              />
              <Button>{t('waiting.one.give')}</Button>
            </div>
          </Form>
        </Card>
      )}
      <Card title={t('waiting.one.others')} level={2}>
        <div class="actions">
          {Object.entries(ANSWERS).map(
            ([path, status]) =>
              mayFollow(one.status, status) && <Answer key={path} c={c} path={path} status={status} />,
          )}
          <form method="post" action={`${hrefOf(c)}/effacer`}>
            <input type="hidden" name="key" value={freshForm().key} />
            <Button kind="danger" icon="delete">
              {t('waiting.one.forget')}
            </Button>
          </form>
        </div>
        <p class="soft small">{t('waiting.one.forgetHint')}</p>
      </Card>
    </DeskPage>
  )
}

type AnswerProps = { c: Context<CaisseEnv>; path: string; status: PreRegistrationStatus }

function Answer({ c, path, status }: AnswerProps) {
  const t = c.get('t')
  return (
    <form method="post" action={`${hrefOf(c)}/${path}`}>
      <input type="hidden" name="key" value={freshForm().key} />
      <Button>{t(`waiting.one.${status as 'waiting' | 'declined' | 'withdrawn'}`)}</Button>
    </form>
  )
}
