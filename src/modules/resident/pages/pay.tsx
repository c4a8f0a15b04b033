import { Hono } from 'hono'
import { html } from '../../../kit/http.ts'
import { PersonPage } from '../../../kit/ui/pages.tsx'
import { Card, DefinitionList, Money } from '../../../kit/ui/parts.tsx'
import { QrDrawing } from '../../../kit/ui/qr.tsx'
import { caisseBankAccount } from '../../caisses/store.ts'
import { personFrame, read, type CaisseEnv } from '../../caisses/web.ts'
import { EPC_QR_CORRECTION, epcQrText, fitsEpcQr } from '../../contributions/rules/epc-qr.ts'
import { shownReference } from '../../people/rules/payment-reference.ts'
import { getHousehold } from '../../people/store/households.ts'
import { hrefOf, ownOf } from './env.tsx'
import { readContribution } from './read-contribution.ts'

export const pay = new Hono<CaisseEnv>()

/** By a standing order, or at the desk in cash or by cheque: both as good as each other. */
pay.get('/c/:slug/moi/cotisation/verser', async (c) => {
  const t = c.get('t')
  const { own, bank, household } = await read(c, async (tx) => ({
    own: await readContribution(c, tx),
    bank: await caisseBankAccount(tx),
    household: await getHousehold(tx, ownOf(c).householdId),
  }))
  const reference = shownReference(household.paymentReference)
  const cents = own.coming?.cents ?? own.pledge?.cents ?? own.state?.expectedCents ?? own.due?.cents ?? 0
  const inEuros = c.get('caisse').currency === 'EUR'
  return html(
    <PersonPage
      {...personFrame(c, '/moi/cotisation')}
      title={t('resident.pay.title', { cents })}
      lead={t('resident.pay.lead')}
      breadcrumb={[{ href: hrefOf(c, '/moi/cotisation'), label: t('caisses.person.contribution') }]}
    >
      {bank && (
        <Card title={t('resident.pay.transfer')} icon="bank">
          <p>{t('resident.pay.transferText')}</p>
          <DefinitionList
            items={[
              { term: t('resident.pay.holder'), value: bank.holder },
              { term: 'IBAN', value: <span class="nowrap-groups">{groupsOfFour(bank.iban)}</span> },
              ...(bank.bic ? [{ term: 'BIC', value: bank.bic }] : []),
              { term: t('resident.pay.reference'), value: <strong>{reference}</strong> },
              { term: t('resident.pay.amount'), value: <Money cents={cents} /> },
            ]}
          />
          {inEuros && fitsEpcQr(cents) && (
            <>
              <QrDrawing
                text={epcQrText({ holder: bank.holder, iban: bank.iban, bic: bank.bic, cents, reference })}
                label={t('resident.pay.qr', { cents, referenceText: reference })}
                correction={EPC_QR_CORRECTION}
              />
              <p class="soft small">{t('resident.pay.qrText')}</p>
            </>
          )}
        </Card>
      )}
      <Card title={t('resident.pay.desk')} icon="money">
        <p>{t('resident.pay.deskText', { referenceText: reference })}</p>
        <p>{t('resident.pay.deskReceipt')}</p>
      </Card>
    </PersonPage>,
  )
})

const groupsOfFour = (iban: string): string => iban.replace(/\s/g, '').replace(/(.{4})(?!$)/g, '$1 ')
