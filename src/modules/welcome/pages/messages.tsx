import { Hono, type Context } from 'hono'
import { answerForm, fileAnswer, freshForm, html, textField, type FormState } from '../../../kit/http.ts'
import { printPaper } from '../../../kit/pdf/paper.ts'
import { Refusal } from '../../../kit/refusal.ts'
import { Actions, Button, LinkButton } from '../../../kit/ui/button.tsx'
import { FieldGroup } from '../../../kit/ui/field.tsx'
import { Form, HiddenKey } from '../../../kit/ui/form.tsx'
import { NumberField, SelectField, TextField } from '../../../kit/ui/inputs.tsx'
import { RowLink, RowList } from '../../../kit/ui/navigation.tsx'
import { DeskPage } from '../../../kit/ui/pages.tsx'
import { Badge, Card, Disclosure, Notice } from '../../../kit/ui/parts.tsx'
import { DataTable } from '../../../kit/ui/table.tsx'
import { listTerritories } from '../../caisses/store.ts'
import { callOf, deskFrame, read, readCaisse, requireRole, type CaisseEnv } from '../../caisses/web.ts'
import { countOnPaper, lastBatches, OCCASIONS, readBatch } from '../../people/store/messages.ts'
import { listWaves } from '../../people/store/waves.ts'
import { graceDays } from '../../treasury/store/counts.ts'
import { noteCall, setMessages, takeToPaper, tellChange } from '../actions/messages.ts'
import { callListPaper, lettersPaper } from '../papers.ts'
import { peopleToCall } from '../store/people-to-call.ts'
import { listTexts, messageSetting } from '../store/texts.ts'

/** What the caisse writes, to whom it must still be handed, and whom to call. */
export const messages = new Hono<CaisseEnv>()

messages.use('/c/:slug/messages', readCaisse, async (c, next) => (requireRole(c, ['coordinator']), next()))
messages.use('/c/:slug/messages/*', readCaisse, async (c, next) => (requireRole(c, ['coordinator']), next()))

const hrefOf = (c: Context<CaisseEnv>): string => `/c/${c.get('caisse').slug}/messages`

messages.get('/c/:slug/messages', async (c) => html(await messagesPage(c, freshForm())))

const AS = { lettres: 'printed', appels: 'call_list' } as const

messages.post('/c/:slug/messages/:as{lettres|appels}', (c) =>
  answerForm(c, {
    act: (_, key) => takeToPaper(callOf(c, key), { as: AS[c.req.param('as') as keyof typeof AS] }),
    done: ({ batchId }) => `${hrefOf(c)}?pret=${batchId}`,
    again: (form) => messagesPage(c, form),
  }),
)

messages.get('/c/:slug/messages/:batch{[0-9a-f-]{36}}/imprimer', async (c) => {
  const t = c.get('t')
  const { paper, name } = await read(c, async (tx) => {
    const sheets = await readBatch(tx, c.req.param('batch'))
    const [first] = sheets
    if (!first) throw new Refusal('nothing_on_paper', {}, 404)
    return first.status === 'printed'
      ? { paper: await lettersPaper(tx, t, sheets), name: 'lettres' }
      : { paper: await callListPaper(tx, t, sheets), name: 'appels' }
  })
  return fileAnswer(
    await printPaper(paper),
    'application/pdf',
    `${name}-${paper.at.toISOString().slice(0, 10)}.pdf`,
  )
})

messages.post('/c/:slug/messages/appele', (c) =>
  answerForm(c, {
    act: (fields, key) =>
      noteCall(callOf(c, key), {
        householdId: textField(fields, 'householdId'),
        month: textField(fields, 'month'),
      }),
    done: () => `${hrefOf(c)}?appele=oui`,
    again: (form) => messagesPage(c, form),
  }),
)

messages.post('/c/:slug/messages/changement', (c) =>
  answerForm(c, {
    act: (fields, key) =>
      tellChange(callOf(c, key), {
        changeText: textField(fields, 'changeText'),
        waveId: textField(fields, 'waveId'),
        territoryId: textField(fields, 'territoryId'),
      }),
    done: ({ count }) => `${hrefOf(c)}?prevenus=${count}`,
    again: (form) => messagesPage(c, form),
  }),
)

messages.post('/c/:slug/messages/reglages', (c) =>
  answerForm(c, {
    act: (fields, key) =>
      setMessages(callOf(c, key), {
        silent: OCCASIONS.filter((occasion) => textField(fields, `on_${occasion}`) === ''),
        remindDays: textField(fields, 'remindDays'),
      }),
    done: () => `${hrefOf(c)}?garde=oui`,
    again: (form) => messagesPage(c, form),
  }),
)

const readPage = (c: Context<CaisseEnv>) =>
  read(c, async (tx) => ({
    paper: await countOnPaper(tx),
    batches: await lastBatches(tx),
    toCall: await peopleToCall(tx, c.get('today')),
    setting: await messageSetting(tx),
    texts: await listTexts(tx),
    grace: await graceDays(tx),
    waves: await listWaves(tx),
    territories: await listTerritories(tx),
  }))

type Seen = Awaited<ReturnType<typeof readPage>>

async function messagesPage(c: Context<CaisseEnv>, form: FormState) {
  const t = c.get('t')
  const seen = await readPage(c)
  return (
    <DeskPage
      {...deskFrame(c, '/messages')}
      title={t('messages.home.title', { count: seen.paper.letters })}
      lead={t('messages.home.lead')}
      notice={form.refusal ? <Notice tone="refusal" title={t(form.refusal)} /> : <Done c={c} seen={seen} />}
    >
      <OnPaper c={c} seen={seen} />
      <ToCall c={c} seen={seen} />
      <Texts c={c} seen={seen} />
      <TellChange c={c} seen={seen} form={form} />
      <Settings c={c} seen={seen} form={form} />
    </DeskPage>
  )
}

type PartProps = { c: Context<CaisseEnv>; seen: Seen }

function Done({ c, seen }: PartProps) {
  const t = c.get('t')
  const ready = seen.batches.find(({ batchId }) => batchId === c.req.query('pret'))
  if (ready)
    return (
      <Notice
        tone="success"
        title={
          ready.status === 'printed'
            ? t('messages.home.ready_printed', { count: ready.count })
            : t('messages.home.ready_call_list')
        }
      >
        <div class="actions">
          <LinkButton icon="print" href={`${hrefOf(c)}/${ready.batchId}/imprimer`} download>
            {t('messages.home.open')}
          </LinkButton>
        </div>
      </Notice>
    )
  const told = Number.parseInt(c.req.query('prevenus') ?? '', 10)
  if (told > 0) return <Notice tone="success" title={t('messages.change.sent', { count: told })} />
  if (c.req.query('appele')) return <Notice tone="success" title={t('messages.home.calledDone')} />
  return c.req.query('garde') ? <Notice tone="success" title={t('messages.home.saved')} /> : null
}

function OnPaper({ c, seen: { paper, batches } }: PartProps) {
  const t = c.get('t')
  if (paper.letters === 0 && batches.length === 0) return null
  return (
    <Card title={t('messages.home.paper')} icon="print" look={paper.letters > 0 ? 'accent' : 'plain'}>
      <p>{t('messages.home.paperText')}</p>
      {paper.letters > 0 && (
        <div class="actions">
          <form method="post" action={`${hrefOf(c)}/lettres`}>
            <HiddenKey value={freshForm().key} />
            <Button kind="primary" icon="print">
              {t('messages.home.letters', { count: paper.letters })}
            </Button>
          </form>
          {paper.calls > 0 && (
            <form method="post" action={`${hrefOf(c)}/appels`}>
              <HiddenKey value={freshForm().key} />
              <Button icon="phone">{t('messages.home.calls', { count: paper.calls })}</Button>
            </form>
          )}
        </div>
      )}
      {batches.length > 0 && (
        <Disclosure summary={t('messages.home.again')}>
          <ul>
            {batches.map(({ batchId, status, count, handledAt }) => (
              <li key={batchId}>
                <a href={`${hrefOf(c)}/${batchId}/imprimer`} download>
                  {t(`messages.home.batch_${status}`, { count, instantText: t.instant(handledAt) })}
                </a>
              </li>
            ))}
          </ul>
        </Disclosure>
      )}
    </Card>
  )
}

function ToCall({ c, seen: { toCall } }: PartProps) {
  const t = c.get('t')
  const { slug } = c.get('caisse')
  return (
    <section class="stack" id="appels">
      <h2>{t('messages.home.toCall', { count: toCall.length })}</h2>
      <p class="soft">
        {toCall[0]
          ? t('messages.home.toCallText', { month: toCall[0].month })
          : t('messages.home.toCallNone')}
      </p>
      {toCall.length > 0 && (
        <DataTable
          caption={t('messages.home.toCall', { count: toCall.length })}
          dense
          rows={toCall}
          keyOf={(one) => one.householdId}
          columns={[
            {
              label: t('messages.home.name'),
              heading: true,
              cell: (one) => <a href={`/c/${slug}/foyers/${one.householdId}`}>{one.householdName}</a>,
            },
            { label: t('messages.home.who'), cell: (one) => one.givenName },
            {
              label: t('messages.home.phone'),
              cell: (one) =>
                one.phone ? (
                  <a href={`tel:${one.phone.replaceAll(/[^\d+]/g, '')}`}>{one.phone}</a>
                ) : (
                  t('messages.home.noPhone')
                ),
            },
            {
              label: t('messages.home.done'),
              bare: true,
              cell: (one) => (
                <form method="post" action={`${hrefOf(c)}/appele`}>
                  <HiddenKey value={freshForm().key} />
                  <input type="hidden" name="householdId" value={one.householdId} />
                  <input type="hidden" name="month" value={one.month} />
                  <Button kind="quiet" icon="check">
                    {t('messages.home.called')}
                  </Button>
                </form>
              ),
            },
          ]}
        />
      )}
    </section>
  )
}

function Texts({ c, seen: { texts, setting, grace } }: PartProps) {
  const t = c.get('t')
  return (
    <section class="stack">
      <h2>{t('messages.home.texts')}</h2>
      <RowList>
        {OCCASIONS.map((occasion) => {
          const silent = setting.silent.includes(occasion)
          const own = texts.some((text) => text.occasion === occasion)
          const days = occasion === 'due_soon' ? setting.remindDays : grace
          return (
            <RowLink
              key={occasion}
              href={`${hrefOf(c)}/textes/${occasion}`}
              icon="mail"
              title={t(`messages.occasion.${occasion}`)}
              text={t(silent ? 'messages.when.silent' : `messages.when.${occasion}`, { days })}
              aside={
                <Badge tone={silent ? 'wait' : undefined}>
                  {t(`messages.home.${silent ? 'silent' : own ? 'own' : 'ours'}`)}
                </Badge>
              }
            />
          )
        })}
      </RowList>
    </section>
  )
}

function TellChange({ c, seen: { waves, territories }, form }: PartProps & { form: FormState }) {
  const t = c.get('t')
  const all = { value: '', label: t('messages.change.all') }
  const mine = 'changeText' in form.typed
  return (
    <Card title={t('messages.change.title')} icon="announce">
      <Form
        action={`${hrefOf(c)}/changement`}
        idempotencyKey={form.key}
        issues={mine ? form.issues : []}
        typed={mine ? form.typed : {}}
      >
        <TextField
          name="changeText"
          label={t('messages.change.text')}
          hint={t('messages.change.textHint')}
          rows={3}
          maxLength={600}
        />
        <div class="form-row">
          {waves.length > 0 && (
            <SelectField
              name="waveId"
              label={t('messages.change.wave')}
              value=""
              optional
              options={[all, ...waves.map(({ id, name }) => ({ value: id, label: name }))]}
            />
          )}
          {territories.length > 0 && (
            <SelectField
              name="territoryId"
              label={t('messages.change.territory')}
              value=""
              optional
              options={[all, ...territories.map(({ id, name }) => ({ value: id, label: name }))]}
            />
          )}
        </div>
        <Actions>
          <Button icon="send">{t('messages.change.send')}</Button>
        </Actions>
      </Form>
    </Card>
  )
}

function Settings({ c, seen: { setting }, form }: PartProps & { form: FormState }) {
  const t = c.get('t')
  const mine = 'remindDays' in form.typed
  return (
    <Disclosure summary={t('messages.home.settings')} open={mine}>
      <Form
        action={`${hrefOf(c)}/reglages`}
        idempotencyKey={freshForm().key}
        issues={mine ? form.issues : []}
        typed={mine ? form.typed : {}}
      >
        <FieldGroup name="silent" label={t('messages.home.on')}>
          {OCCASIONS.map((occasion) => (
            <label class="choice choice-check" key={occasion}>
              <input
                type="checkbox"
                name={`on_${occasion}`}
                value="yes"
                checked={!setting.silent.includes(occasion)}
              />
              <span class="choice-label">{t(`messages.occasion.${occasion}`)}</span>
            </label>
          ))}
        </FieldGroup>
        <NumberField
          name="remindDays"
          label={t('messages.home.remindDays')}
          hint={t('messages.home.remindDaysHint')}
          value={setting.remindDays}
        />
        <Actions>
          <Button>{t('messages.home.save')}</Button>
        </Actions>
      </Form>
    </Disclosure>
  )
}
