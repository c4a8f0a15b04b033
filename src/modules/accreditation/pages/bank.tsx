import { Hono, type Context } from 'hono'
import { answerForm, textField } from '../../../kit/http.ts'
import { DeskPage } from '../../../kit/ui/pages.tsx'
import { named, type Sent } from '../../caisses/forms.tsx'
import { callOf, deskFrame, read, type CaisseEnv } from '../../caisses/web.ts'
import { changeOutletBank, confirmOutletBank, withdrawOutletBank } from '../iban.ts'
import { bankChangesOf } from '../iban-store.ts'
import { BankCard } from './bank-parts.tsx'
import { hrefIn, OUTLET, outletHref, outletIn, readOutlet } from './frame.tsx'
import { refusalNotice } from './outlet-parts.tsx'

/** What moves where an outlet is paid. */
export const bankPages = new Hono<CaisseEnv>()

for (const path of ['', '/confirmer', '/retirer'])
  bankPages.get(`${OUTLET}/compte${path}`, (c) => c.redirect(outletHref(c), 303))

bankPages.post(`${OUTLET}/compte`, (c) =>
  answerForm(c, {
    act: (fields, key) =>
      named(
        (field) => field.replace(/^bank\./, ''),
        () =>
          changeOutletBank(callOf(c, key), {
            outletId: outletIn(c),
            bank: {
              holder: textField(fields, 'holder'),
              iban: textField(fields, 'iban'),
              bic: textField(fields, 'bic').trim() || null,
            },
          }),
      ),
    done: () => outletHref(c, '?fait=compte'),
    again: (form) => bankPage(c, { name: 'compte', form }),
  }),
)

bankPages.post(`${OUTLET}/compte/confirmer`, (c) =>
  answerForm(c, {
    act: (fields, key) =>
      confirmOutletBank(callOf(c, key), {
        changeId: textField(fields, 'changeId'),
        calledName: textField(fields, 'calledName'),
        calledOn: textField(fields, 'calledOn'),
      }),
    done: () => outletHref(c, '?fait=confirme'),
    again: (form) => bankPage(c, { name: 'confirmer', form }),
  }),
)

bankPages.post(`${OUTLET}/compte/retirer`, (c) =>
  answerForm(c, {
    act: (fields, key) => withdrawOutletBank(callOf(c, key), { changeId: textField(fields, 'changeId') }),
    done: () => outletHref(c, '?fait=retrait'),
    again: (form) => bankPage(c, { name: 'retirer', form }),
  }),
)

/** The account alone, with what to correct. */
async function bankPage(c: Context<CaisseEnv>, sent: Sent) {
  const t = c.get('t')
  const { outlet, changes } = await read(c, async (tx) => ({
    outlet: await readOutlet(c, tx),
    changes: await bankChangesOf(tx, outletIn(c)),
  }))
  return (
    <DeskPage
      {...deskFrame(c, '/lieux/gerer')}
      title={t('outlets.bank.pageTitle', { nameText: outlet.tradeName })}
      breadcrumb={[
        { href: hrefIn(c), label: t('caisses.desk.outlets') },
        { href: outletHref(c), label: outlet.tradeName },
      ]}
      notice={refusalNotice(t, sent)}
    >
      <BankCard c={c} bank={outlet.bank} changes={changes} href={(path) => outletHref(c, path)} sent={sent} />
    </DeskPage>
  )
}
