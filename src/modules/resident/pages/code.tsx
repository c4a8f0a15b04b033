import { Hono, type Context } from 'hono'
import { InputError } from '../../../kit/gesture.ts'
import { answerForm, freshForm, html, textField, type FormState } from '../../../kit/http.ts'
import { Actions, Button, LinkButton } from '../../../kit/ui/button.tsx'
import { Form } from '../../../kit/ui/form.tsx'
import { CodeField } from '../../../kit/ui/inputs.tsx'
import { PersonPage } from '../../../kit/ui/pages.tsx'
import { Notice } from '../../../kit/ui/parts.tsx'
import { Refusal } from '../../../kit/refusal.ts'
import { callOf, personFrame, read, type CaisseEnv } from '../../caisses/web.ts'
import { changeCode } from '../../payments/actions/change-code.ts'
import { blockPayer, chooseCode } from '../../payments/actions/payers.ts'
import { groupNumber } from '../../payments/rules/number.ts'
import { findPayer } from '../../payments/store/payers.ts'
import { hrefOf, ownOf } from './env.tsx'

export const code = new Hono<CaisseEnv>()

const PATH = '/c/:slug/moi/foyer'
const SECRET = ['oldCode', 'code', 'again']

code.get(`${PATH}/code`, async (c) => html(await codePage(c, freshForm())))

code.post(`${PATH}/code`, (c) =>
  answerForm(c, {
    act: async (fields, key) => {
      const chosen = textField(fields, 'code')
      if (chosen !== textField(fields, 'again'))
        throw new InputError([{ field: 'again', message: 'codes_differ' }])
      const call = callOf(c, key)
      const { personId } = ownOf(c)
      const { hasCode } = await ownPayer(c)
      if (!hasCode) return chooseCode(call, { personId, code: chosen })
      return changeCode(call, { personId, oldCode: textField(fields, 'oldCode'), code: chosen })
    },
    done: () => hrefOf(c, '/moi/foyer?fait=code'),
    again: (form) => codePage(c, form),
    secret: SECRET,
  }),
)

code.get(`${PATH}/bloquer`, async (c) => html(await blockPage(c, freshForm())))

code.post(`${PATH}/bloquer`, (c) =>
  answerForm(c, {
    act: (_, key) => blockPayer(callOf(c, key), { personId: ownOf(c).personId }),
    done: () => hrefOf(c, '/moi/foyer?fait=bloque'),
    again: (form) => blockPage(c, form),
  }),
)

async function ownPayer(c: Context<CaisseEnv>) {
  const payer = await read(c, (tx) => findPayer(tx, ownOf(c).personId))
  if (!payer) throw new Refusal('unknown_payer', {}, 404)
  return payer
}

const breadcrumbOf = (c: Context<CaisseEnv>) => [
  { href: hrefOf(c, '/moi/foyer'), label: c.get('t')('caisses.person.household') },
]

/** The code one has is asked first: a phone left open changes nothing. */
async function codePage(c: Context<CaisseEnv>, form: FormState) {
  const t = c.get('t')
  const { hasCode } = await ownPayer(c)
  const error = form.refusal?.code === 'number_or_code' ? t('resident.code.wrong') : undefined
  return (
    <PersonPage
      {...personFrame(c, '/moi/foyer')}
      title={t(hasCode ? 'resident.code.change' : 'resident.code.choose')}
      lead={t('resident.code.lead')}
      breadcrumb={breadcrumbOf(c)}
      notice={form.refusal && !error && <Notice tone="refusal" title={t(form.refusal)} />}
    >
      <Form issues={form.issues} idempotencyKey={form.key}>
        {hasCode && (
          <CodeField name="oldCode" label={t('resident.code.old')} length={6} {...(error && { error })} />
        )}
        <CodeField name="code" label={t('resident.code.new')} hint={t('desk.code.hint')} length={6} />
        <CodeField name="again" label={t('resident.code.again')} length={6} />
        <Actions>
          <Button kind="primary">{t('resident.code.keep')}</Button>
          <LinkButton kind="quiet" href={hrefOf(c, '/moi/foyer')}>
            {t('resident.back')}
          </LinkButton>
        </Actions>
      </Form>
      <p class="soft small">{t('resident.code.forgotten')}</p>
    </PersonPage>
  )
}

async function blockPage(c: Context<CaisseEnv>, form: FormState) {
  const t = c.get('t')
  const { number } = await ownPayer(c)
  return (
    <PersonPage
      {...personFrame(c, '/moi/foyer')}
      title={t('resident.block.title')}
      lead={t('resident.block.lead', { numberText: groupNumber(number) })}
      breadcrumb={breadcrumbOf(c)}
      notice={form.refusal && <Notice tone="refusal" title={t(form.refusal)} />}
    >
      <Form idempotencyKey={form.key}>
        <Actions>
          <Button kind="danger" icon="lock">
            {t('resident.block.confirm')}
          </Button>
          <LinkButton kind="quiet" href={hrefOf(c, '/moi/foyer')}>
            {t('resident.back')}
          </LinkButton>
        </Actions>
      </Form>
      <p class="soft">{t('resident.block.after')}</p>
    </PersonPage>
  )
}
