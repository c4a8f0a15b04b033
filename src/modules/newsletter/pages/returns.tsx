import { Hono, type Context } from 'hono'
import { answerForm, type FormState, freshForm, html, sentFile, textField } from '../../../kit/http.ts'
import { Refusal } from '../../../kit/refusal.ts'
import { Actions, Button } from '../../../kit/ui/button.tsx'
import { Form, HiddenKey } from '../../../kit/ui/form.tsx'
import { FileField, NumberField, TextField } from '../../../kit/ui/inputs.tsx'
import { DeskPage } from '../../../kit/ui/pages.tsx'
import { Card, Notice } from '../../../kit/ui/parts.tsx'
import { callOf, deskFrame, read, type CaisseEnv } from '../../caisses/web.ts'
import { noteReturns, readReturnFile, renewReturnsAddress, setLetters } from '../actions/returns.ts'
import { readSetting } from '../store/setting.ts'
import { countSubscribers } from '../store/subscribers.ts'
import { returnsToken } from '../tokens.ts'
import { lettersHref, publicHref, TeamTabs } from './frame.tsx'

/** What came back, and how letters leave. */
export const returns = new Hono<CaisseEnv>()

const hrefOf = (c: Context<CaisseEnv>): string => `${lettersHref(c)}/retours`

returns.get('/c/:slug/lettre/retours', async (c) => html(await returnsPage(c, freshForm())))

returns.post('/c/:slug/lettre/retours', (c) =>
  answerForm(c, {
    act: async (fields, key) => {
      const file = await sentFile(fields)
      if (!file) throw new Refusal('file_empty')
      const read = await readReturnFile(file.name, file.bytes)
      return noteReturns(callOf(c, key), { returns: read })
    },
    done: ({ hard, soft, complaint }) => `${hrefOf(c)}?notes=${hard}-${soft}-${complaint}`,
    again: (form) => returnsPage(c, form),
  }),
)

returns.post('/c/:slug/lettre/retours/reglages', (c) =>
  answerForm(c, {
    act: (fields, key) =>
      setLetters(callOf(c, key), {
        replyTo: textField(fields, 'replyTo'),
        perHour: textField(fields, 'perHour'),
      }),
    done: () => `${hrefOf(c)}?garde=oui`,
    again: (form) => returnsPage(c, form),
  }),
)

returns.post('/c/:slug/lettre/retours/adresse', (c) =>
  answerForm(c, {
    act: (_, key) => renewReturnsAddress(callOf(c, key), {}),
    done: () => `${hrefOf(c)}?change=oui`,
    again: (form) => returnsPage(c, form),
  }),
)

async function returnsPage(c: Context<CaisseEnv>, form: FormState) {
  const t = c.get('t')
  const app = c.get('app')
  const { counts, setting } = await read(c, async (tx) => ({
    counts: await countSubscribers(tx),
    setting: await readSetting(tx),
  }))
  const token = returnsToken(app, c.get('caisse').id, setting.returnsVersion)
  const mine = 'perHour' in form.typed
  return (
    <DeskPage
      {...deskFrame(c, '/lettre')}
      title={t('newsletter.returns.title', { count: counts.bounced })}
      lead={t('newsletter.returns.lead')}
      notice={<Told c={c} form={form} />}
    >
      <TeamTabs c={c} current="returns" />
      <Card title={t('newsletter.returns.fileTitle')} icon="upload">
        <Form files idempotencyKey={form.key} summary={false}>
          <FileField
            name="file"
            label={t('newsletter.returns.file')}
            hint={t('newsletter.returns.fileHint')}
            accept=".eml,.csv,.xlsx,message/rfc822,text/csv"
          />
          <Actions>
            <Button kind="primary" icon="upload">
              {t('newsletter.returns.read')}
            </Button>
          </Actions>
        </Form>
      </Card>
      <Card title={t('newsletter.returns.settingsTitle')} icon="settings">
        <Form
          action={`${hrefOf(c)}/reglages`}
          idempotencyKey={freshForm().key}
          issues={mine ? form.issues : []}
          typed={mine ? form.typed : {}}
        >
          <TextField
            name="replyTo"
            type="email"
            label={t('newsletter.returns.replyTo')}
            hint={t('newsletter.returns.replyToHint')}
            maxLength={200}
            optional
            {...(setting.replyTo !== null && { value: setting.replyTo })}
          />
          <NumberField
            name="perHour"
            label={t('newsletter.returns.perHour')}
            hint={t('newsletter.returns.perHourHint')}
            optional
            {...(setting.perHour !== null && { value: setting.perHour })}
          />
          <Actions>
            <Button icon="save">{t('newsletter.compose.save')}</Button>
          </Actions>
        </Form>
      </Card>
      <Card title={t('newsletter.returns.hookTitle')} icon="link">
        <p>{t('newsletter.returns.hookText')}</p>
        <p>
          <code class="break-anywhere">{`${app.address}${publicHref(c)}/retours/${token}`}</code>
        </p>
        <form method="post" action={`${hrefOf(c)}/adresse`}>
          <HiddenKey value={freshForm().key} />
          <Button kind="quiet">{t('newsletter.returns.renew')}</Button>
        </form>
      </Card>
    </DeskPage>
  )
}

function Told({ c, form }: { c: Context<CaisseEnv>; form: FormState }) {
  const t = c.get('t')
  if (form.refusal) return <Notice tone="refusal" title={t(form.refusal)} />
  const noted = /^(\d+)-(\d+)-(\d+)$/.exec(c.req.query('notes') ?? '')
  if (noted) {
    const [hard, soft, complaint] = noted.slice(1).map(Number) as [number, number, number]
    return <Notice tone="success" title={t('newsletter.returns.noted', { hard, soft, complaint })} />
  }
  const told = (['garde', 'change'] as const).find((each) => c.req.query(each) === 'oui')
  return told ? <Notice tone="success" title={t(`newsletter.told.${told}`)} /> : null
}
