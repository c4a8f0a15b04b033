import { Hono, type Context } from 'hono'
import { textField } from '../../../kit/http.ts'
import { Actions, Button } from '../../../kit/ui/button.tsx'
import { RadioCards } from '../../../kit/ui/choices.tsx'
import { DateField, MoneyField, SelectField, TextField } from '../../../kit/ui/inputs.tsx'
import type { CaisseEnv } from '../../caisses/web.ts'
import { explainDifference } from '../actions/counts.ts'
import { DIFFERENCE_REASONS } from '../store/counts.ts'
import { ActForm, dayAsked, formAt, HOME, hrefIn, showing, TreasuryPage, type Sent } from './frame.tsx'

export const difference = new Hono<CaisseEnv>()

const PATH = `${HOME}/ecart`

difference.get(PATH, showing(differencePage))

/** What the address already knows of the gap. */
function asked(c: Context<CaisseEnv>) {
  const cents = Number(c.req.query('ecart') ?? 0)
  return {
    place: c.req.query('lieu') === 'especes' ? ('cash' as const) : ('bank' as const),
    cents: Number.isSafeInteger(cents) ? cents : 0,
    on: dayAsked(c, 'le') ?? c.get('today'),
  }
}

const query = (c: Context<CaisseEnv>): string => new URL(c.req.url).search

formAt(difference, `${PATH}/expliquer`, {
  act: (_, fields, call) =>
    explainDifference(call, {
      place: textField(fields, 'place') as 'bank' | 'cash',
      there: textField(fields, 'there') as 'more' | 'less',
      amount: textField(fields, 'amount'),
      on: textField(fields, 'on'),
      reason: textField(fields, 'reason') as (typeof DIFFERENCE_REASONS)[number],
      words: textField(fields, 'words'),
    }),
  done: (c) => hrefIn(c, `/${asked(c).place === 'cash' ? 'especes' : 'banque'}?explique=oui`),
  page: differencePage,
  home: (c) => hrefIn(c, '/ecart') + query(c),
  name: 'expliquer',
})

async function differencePage(c: Context<CaisseEnv>, sent: Sent) {
  const t = c.get('t')
  const { place, cents, on } = asked(c)
  const amount = Math.abs(cents)
  return (
    <TreasuryPage
      c={c}
      tab={place === 'cash' ? '/especes' : '/banque'}
      sent={sent}
      title={t('bank.explain.title')}
      lead={t('bank.explain.lead')}
      breadcrumb={[
        place === 'cash'
          ? { href: hrefIn(c, '/especes'), label: t('closing.tab.cash') }
          : { href: hrefIn(c, '/banque'), label: t('closing.tab.bank') },
      ]}
    >
      <ActForm sent={sent} name="expliquer" action={hrefIn(c, '/ecart/expliquer') + query(c)}>
        <RadioCards
          name="place"
          label={t('bank.explain.place')}
          value={place}
          columns
          options={[
            { value: 'bank', label: t('treasury.place.bank') },
            { value: 'cash', label: t('treasury.place.cash') },
          ]}
        />
        <RadioCards
          name="there"
          label={t('bank.explain.there')}
          value={cents > 0 ? 'more' : 'less'}
          columns
          options={[
            { value: 'less', label: t('bank.explain.less') },
            { value: 'more', label: t('bank.explain.more') },
          ]}
        />
        <div class="form-row">
          <MoneyField name="amount" label={t('bank.explain.amount')} {...(amount > 0 && { value: amount })} />
          <DateField name="on" label={t('bank.explain.day')} value={on} max={c.get('today')} />
        </div>
        <SelectField
          name="reason"
          label={t('bank.explain.reason')}
          options={DIFFERENCE_REASONS.map((value) => ({ value, label: t(`treasury.difference.${value}`) }))}
          width="medium"
        />
        <TextField
          name="words"
          label={t('bank.explain.words')}
          hint={t('bank.explain.wordsHint')}
          maxLength={140}
          optional
        />
        <Actions>
          <Button kind="primary" icon="check">
            {t('bank.explain.keep')}
          </Button>
        </Actions>
      </ActForm>
    </TreasuryPage>
  )
}
