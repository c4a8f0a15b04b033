import { Hono, type Context } from 'hono'
import { answerForm, freshForm, html, textField, type Fields, type FormState } from '../../../kit/http.ts'
import { InputError } from '../../../kit/gesture.ts'
import { Actions, Button, LinkButton } from '../../../kit/ui/button.tsx'
import { Form } from '../../../kit/ui/form.tsx'
import { DateField, NumberField, TextField } from '../../../kit/ui/inputs.tsx'
import { DeskPage } from '../../../kit/ui/pages.tsx'
import { Card, CardGrid, EmptyState, Notice } from '../../../kit/ui/parts.tsx'
import { ProgressBar } from '../../../kit/ui/progress.tsx'
import { Refusal } from '../../../kit/refusal.ts'
import { callOf, deskFrame, read, type CaisseEnv } from '../../caisses/web.ts'
import { changeWave, createWave } from '../../people/actions/households.ts'
import { listWaves, type Wave } from '../../people/store/waves.ts'

/** Groups that arrive together: their places, their day, and how full they are. Under the guard of the list. */
export const waves = new Hono<CaisseEnv>()

const LIST = '/c/:slug/file-attente/vagues'

waves.get(LIST, async (c) => html(await wavesPage(c, freshForm())))

waves.post(LIST, (c) =>
  answerForm(c, {
    act: (fields, key) => createWave(callOf(c, key), readWave(fields)),
    done: () => `/c/${c.get('caisse').slug}/file-attente/vagues?fait=oui`,
    again: (form) => wavesPage(c, form),
  }),
)

waves.get(`${LIST}/:wave{[0-9a-f-]{36}}`, async (c) => html(await wavePage(c, freshForm())))

waves.post(`${LIST}/:wave{[0-9a-f-]{36}}`, (c) =>
  answerForm(c, {
    act: (fields, key) => changeWave(callOf(c, key), { waveId: c.req.param('wave'), ...readWave(fields) }),
    done: () => `/c/${c.get('caisse').slug}/file-attente/vagues?fait=oui`,
    again: (form) => wavePage(c, form),
  }),
)

function readWave(fields: Fields) {
  const planned = textField(fields, 'plannedHouseholds').trim()
  if (planned !== '' && !/^[1-9]\d{0,5}$/.test(planned))
    throw new InputError([{ field: 'plannedHouseholds', message: 'number' }])
  return {
    name: textField(fields, 'name'),
    startsOn: textField(fields, 'startsOn'),
    plannedHouseholds: planned === '' ? null : Number(planned),
    meeting: textField(fields, 'meeting'),
  }
}

function WaveFields({ c, wave }: { c: Context<CaisseEnv>; wave?: Wave }) {
  const t = c.get('t')
  return (
    <>
      <TextField
        name="name"
        label={t('waiting.waves.name')}
        hint={t('waiting.waves.nameHint')}
        value={wave?.name ?? ''}
        maxLength={80}
      />
      <div class="form-row">
        <DateField name="startsOn" label={t('waiting.waves.startsOn')} value={wave?.startsOn ?? ''} />
        <NumberField
          name="plannedHouseholds"
          label={t('waiting.waves.planned')}
          hint={t('waiting.waves.plannedHint')}
          optional
          {...(wave?.plannedHouseholds && { value: wave.plannedHouseholds })}
        />
      </div>
      <TextField
        name="meeting"
        label={t('waiting.waves.meeting')}
        hint={t('waiting.waves.meetingHint')}
        value={wave?.meeting ?? ''}
        maxLength={200}
        optional
      />
    </>
  )
}

const trail = (c: Context<CaisseEnv>) => [
  { href: `/c/${c.get('caisse').slug}/file-attente`, label: c.get('t')('waiting.nav') },
]

async function wavesPage(c: Context<CaisseEnv>, form: FormState) {
  const t = c.get('t')
  const { slug } = c.get('caisse')
  const all = await read(c, listWaves)
  return (
    <DeskPage
      {...deskFrame(c, '/file-attente')}
      title={t('waiting.waves.title')}
      lead={t('waiting.waves.lead')}
      breadcrumb={trail(c)}
      notice={
        form.refusal ? (
          <Notice tone="refusal" title={t(form.refusal)} />
        ) : (
          c.req.query('fait') && <Notice tone="success" title={t('waiting.waves.saved')} />
        )
      }
    >
      {all.length === 0 ? (
        <EmptyState title={t('waiting.waves.none')} icon="calendar">
          <p>{t('waiting.waves.noneText')}</p>
        </EmptyState>
      ) : (
        <CardGrid>
          {all.toReversed().map((wave) => (
            <WaveCard key={wave.id} c={c} wave={wave} href={`/c/${slug}/file-attente/vagues/${wave.id}`} />
          ))}
        </CardGrid>
      )}
      <Card title={t('waiting.waves.create')} icon="add">
        <Form issues={form.issues} typed={form.typed} idempotencyKey={form.key}>
          <WaveFields c={c} />
          <Actions>
            <Button kind="primary">{t('waiting.waves.confirm')}</Button>
          </Actions>
        </Form>
      </Card>
    </DeskPage>
  )
}

function WaveCard({ c, wave, href }: { c: Context<CaisseEnv>; wave: Wave; href: string }) {
  const t = c.get('t')
  const { households, invited, plannedHouseholds: planned } = wave
  const taken = households + invited
  return (
    <Card
      title={wave.name}
      level={2}
      actions={
        <LinkButton kind="quiet" icon="edit" href={href}>
          {t('waiting.waves.change')}
        </LinkButton>
      }
    >
      <p>{t('waiting.waves.starts', { day: wave.startsOn })}</p>
      {planned === null ? (
        <p class="soft">{t('waiting.waves.noPlan')}</p>
      ) : (
        <ProgressBar
          label={t('waiting.waves.progress')}
          value={taken}
          max={planned}
          text={t('waiting.waves.of', { taken, planned })}
        />
      )}
      <p class="soft small">{t('waiting.waves.full', { households, invited })}</p>
      {wave.meeting && <p class="small">{wave.meeting}</p>}
    </Card>
  )
}

async function wavePage(c: Context<CaisseEnv>, form: FormState) {
  const t = c.get('t')
  const { slug } = c.get('caisse')
  const wave = (await read(c, listWaves)).find(({ id }) => id === c.req.param('wave'))
  if (!wave) throw new Refusal('unknown_wave', {}, 404)
  return (
    <DeskPage
      {...deskFrame(c, '/file-attente')}
      title={wave.name}
      breadcrumb={[...trail(c), { href: `/c/${slug}/file-attente/vagues`, label: t('waiting.waves.title') }]}
      notice={form.refusal && <Notice tone="refusal" title={t(form.refusal)} />}
    >
      <Form issues={form.issues} typed={form.typed} idempotencyKey={form.key}>
        <WaveFields c={c} wave={wave} />
        <Actions>
          <Button kind="primary">{t('waiting.waves.save')}</Button>
        </Actions>
      </Form>
    </DeskPage>
  )
}
