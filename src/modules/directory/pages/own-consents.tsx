import { Hono, type Context } from 'hono'
import { actorOf, answerForm, freshForm, html, textField, type FormState } from '../../../kit/http.ts'
import { Refusal } from '../../../kit/refusal.ts'
import { Button } from '../../../kit/ui/button.tsx'
import { HiddenKey } from '../../../kit/ui/form.tsx'
import { PersonPage } from '../../../kit/ui/pages.tsx'
import { Badge, Card, Notice } from '../../../kit/ui/parts.tsx'
import { callOf, personFrame, read, readCaisse, type CaisseEnv } from '../../caisses/web.ts'
import { ownHousehold } from '../../people/store/own-household.ts'
import { chooseForMyself } from '../actions/consents.ts'
import { PURPOSES, type Purpose } from '../rules/words.ts'
import { consentsOf } from '../store/consents.ts'

/** A resident sees what they agreed to, and says yes or no for themselves. */
export const ownConsents = new Hono<CaisseEnv>()

const PATH = '/c/:slug/moi/accords'

ownConsents.use(PATH, readCaisse)

ownConsents.get(PATH, async (c) => html(await page(c, freshForm())))

ownConsents.post(PATH, (c) =>
  answerForm(c, {
    act: (fields, key) =>
      chooseForMyself(callOf(c, key), {
        purpose: textField(fields, 'purpose') as Purpose,
        agrees: textField(fields, 'agrees') as 'yes',
      }),
    done: () => `/c/${c.get('caisse').slug}/moi/accords?fait=oui`,
    again: (form) => page(c, form),
  }),
)

async function page(c: Context<CaisseEnv>, form: FormState) {
  const t = c.get('t')
  const actor = actorOf(c)
  const today = c.get('today')
  const consents = await read(c, async (tx) => {
    const own = actor.kind === 'account' ? await ownHousehold(tx, actor.accountId, today) : undefined
    if (!own) throw new Refusal('unknown_household', {}, 404)
    return consentsOf(tx, own.personId)
  })
  const liveFor = (purpose: Purpose) =>
    consents.find(
      (one) =>
        one.purpose === purpose && one.withdrawnAt === null && (one.untilOn === null || one.untilOn >= today),
    )
  return (
    <PersonPage
      {...personFrame(c, '/moi/foyer')}
      title={t('directory.own.title')}
      lead={t('directory.own.lead')}
      breadcrumb={[{ href: `/c/${c.get('caisse').slug}/moi/foyer`, label: t('caisses.person.household') }]}
      notice={
        form.refusal ? (
          <Notice tone="refusal" title={t(form.refusal)} />
        ) : (
          c.req.query('fait') && <Notice tone="success" title={t('directory.own.done')} />
        )
      }
    >
      {PURPOSES.filter((purpose) => purpose !== 'public_contact' || liveFor(purpose)).map((purpose) => {
        const live = liveFor(purpose)
        return (
          <Card key={purpose} title={t(`directory.purposes.${purpose}.name`)}>
            <p>{t(`directory.purposes.${purpose}.text`)}</p>
            <p>
              {live ? (
                <Badge tone="success">{t('directory.own.yes', { day: live.givenOn })}</Badge>
              ) : (
                <Badge>{t('directory.own.no')}</Badge>
              )}
            </p>
            <form method="post">
              <HiddenKey value={freshForm().key} />
              <input type="hidden" name="purpose" value={purpose} />
              <Button name="agrees" value={live ? 'no' : 'yes'} icon={live ? 'close' : 'check'}>
                {t(live ? 'directory.own.sayNo' : 'directory.own.sayYes')}
              </Button>
            </form>
          </Card>
        )
      })}
    </PersonPage>
  )
}
