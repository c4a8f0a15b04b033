import { Hono, type Context } from 'hono'
import { answerForm, freshForm, html, textField } from '../../../kit/http.ts'
import { Actions, Button, LinkButton } from '../../../kit/ui/button.tsx'
import { DeskPage } from '../../../kit/ui/pages.tsx'
import { Card, DefinitionList, EmptyState, Notice } from '../../../kit/ui/parts.tsx'
import { ActForm, formAt, named, showing, type Sent } from '../../caisses/forms.tsx'
import { listDecisions, listTerritories } from '../../caisses/store.ts'
import { callOf, deskFrame, mayHere, read, requireRole, type CaisseEnv } from '../../caisses/web.ts'
import {
  changeOutlet,
  endAgreement,
  KEEPERS,
  resumeAgreement,
  signAgreement,
  suspendAgreement,
} from '../actions.ts'
import { listDevices } from '../device-store.ts'
import { offerDevice, revokeDevice } from '../devices.ts'
import { PAYMASTERS } from '../iban.ts'
import { bankChangesOf } from '../iban-store.ts'
import { endOutletRole, inviteToOutlet, OUTLET_ROLES, outletPeople, type OutletRole } from '../people.ts'
import { sayToday, sayWeek } from '../say-opening.ts'
import { agreementChangesOf, agreementsOf, territoryOf } from '../store.ts'
import { BankCard } from './bank-parts.tsx'
import { DeviceCode, DevicesSection } from './devices-section.tsx'
import { hrefIn, OUTLET, outletHref, outletIn, readOutlet } from './frame.tsx'
import { OutletFields, outletField, typedOutlet } from './outlet-form.tsx'
import { AgreementCard, refusalNotice, sayDecision, SignCard } from './outlet-parts.tsx'
import { PeopleSection } from './people-section.tsx'

export const outletFile = new Hono<CaisseEnv>()

outletFile.get(OUTLET, showing(filePage))

const home = (c: Context<CaisseEnv>) => outletHref(c)
const after = (done: string) => (c: Context<CaisseEnv>) => outletHref(c, `?fait=${done}`)

for (const [path, change, act] of [
  ['suspendre', 'suspend', suspendAgreement],
  ['reprendre', 'resume', resumeAgreement],
] as const)
  outletFile.post(`${OUTLET}/convention/${path}`, (c) =>
    answerForm(c, {
      act: (fields, key) =>
        act(callOf(c, key), {
          agreementId: textField(fields, 'agreementId'),
          words: textField(fields, 'words'),
        }),
      done: () => after('convention')(c),
      again: (form) => filePage(c, { name: `${change}-${form.typed['agreementId']}`, form }),
    }),
  )

outletFile.post(`${OUTLET}/convention/finir`, (c) =>
  answerForm(c, {
    act: (fields, key) =>
      endAgreement(callOf(c, key), {
        agreementId: textField(fields, 'agreementId'),
        lastDay: textField(fields, 'lastDay'),
        words: textField(fields, 'words'),
      }),
    done: () => after('convention')(c),
    again: (form) => filePage(c, { name: `end-${form.typed['agreementId']}`, form }),
  }),
)

const CHANGE_PATHS: Readonly<Record<string, string>> = {
  suspend: 'suspendre',
  resume: 'reprendre',
  end: 'finir',
}

for (const path of Object.values(CHANGE_PATHS))
  outletFile.get(`${OUTLET}/convention/${path}`, (c) => c.redirect(home(c), 303))

formAt(outletFile, `${OUTLET}/convention`, {
  act: (c, fields, call) =>
    signAgreement(call, {
      outletId: outletIn(c),
      decisionId: textField(fields, 'decisionId'),
      signedOn: textField(fields, 'signedOn'),
      fromOn: textField(fields, 'fromOn'),
      toOn: textField(fields, 'toOn') || null,
      scope: textField(fields, 'scope'),
    }),
  done: after('convention'),
  page: filePage,
  home,
  name: 'convention',
})

formAt(outletFile, `${OUTLET}/personnes`, {
  act: (c, fields, call) =>
    inviteToOutlet(call, {
      outletId: outletIn(c),
      name: textField(fields, 'name'),
      email: textField(fields, 'email'),
      role: textField(fields, 'role') as OutletRole,
    }),
  done: after('invite'),
  page: filePage,
  home,
  name: 'person',
})

formAt(outletFile, `${OUTLET}/personnes/retirer`, {
  act: (_, fields, call) => endOutletRole(call, { roleId: textField(fields, 'roleId') }),
  done: after('parti'),
  page: filePage,
  home,
  name: 'end',
})

outletFile.get(`${OUTLET}/appareils`, (c) => c.redirect(home(c), 303))
outletFile.post(`${OUTLET}/appareils`, (c) =>
  answerForm(c, {
    act: (fields, key) =>
      offerDevice(callOf(c, key), { outletId: outletIn(c), label: textField(fields, 'label') }),
    done: ({ code }) => html(<OfferedPage c={c} code={code} />),
    again: (form) => filePage(c, { name: 'device', form }),
  }),
)

formAt(outletFile, `${OUTLET}/appareils/retirer`, {
  act: (_, fields, call) => revokeDevice(call, { deviceId: textField(fields, 'deviceId') }),
  done: after('retire'),
  page: filePage,
  home,
  name: 'revoke',
})

const DONE = [
  'ajoute',
  'modifie',
  'convention',
  'compte',
  'confirme',
  'retrait',
  'invite',
  'parti',
  'retire',
] as const

async function filePage(c: Context<CaisseEnv>, sent: Sent) {
  const t = c.get('t')
  const app = c.get('app')
  const today = c.get('today')
  const id = outletIn(c)
  const { outlet, ...seen } = await read(c, async (tx) => ({
    outlet: await readOutlet(c, tx),
    territory: await territoryOf(tx, id),
    agreements: await agreementsOf(tx, id),
    changes: await agreementChangesOf(tx, id),
    decisions: await listDecisions(tx),
    bankChanges: await bankChangesOf(tx, id),
    people: await outletPeople(tx, id, app.now()),
    devices: await listDevices(tx, id),
  }))
  const keeps = mayHere(c, KEEPERS)
  const formOf = (name: string) => (sent?.name === name ? sent.form : freshForm())
  const done = DONE.find((each) => each === c.req.query('fait'))
  const decisionOf = (decisionId: string) => {
    const decision = seen.decisions.find((one) => one.id === decisionId)
    return decision ? sayDecision(t, decision) : ''
  }
  return (
    <DeskPage
      {...deskFrame(c, '/lieux/gerer')}
      title={outlet.tradeName}
      lead={sayToday(t, outlet, today)?.text}
      breadcrumb={[{ href: hrefIn(c), label: t('caisses.desk.outlets') }]}
      notice={
        refusalNotice(t, sent) ?? (done && <Notice tone="success" title={t(`outlets.file.done.${done}`)} />)
      }
      actions={
        <>
          {keeps && (
            <LinkButton href={outletHref(c, '/modifier')} kind="primary" icon="edit">
              {t('outlets.file.change')}
            </LinkButton>
          )}
          <LinkButton href={outletHref(c, '/affiche')} icon="print">
            {t('outlets.sheet.open')}
          </LinkButton>
        </>
      }
    >
      <Card title={t('outlets.file.who')} icon="shop">
        <DefinitionList
          items={[
            { term: t('outlets.file.legalName'), value: outlet.legalName },
            { term: t('outlets.file.siren'), value: outlet.siren ?? '–' },
            { term: t('outlets.file.kind'), value: t(`accreditation.outletKind.${outlet.kind}`) },
            { term: t('outlets.file.address'), value: outlet.address || '–' },
            { term: t('outlets.file.territory'), value: seen.territory?.name ?? '–' },
            {
              term: t('outlets.file.hours'),
              value: (
                <>
                  {outlet.hours && sayWeek(t, outlet.hours).map((line) => <div key={line}>{line}</div>)}
                  {outlet.hours?.closed && (
                    <div>
                      {t('outlets.file.closed', {
                        fromText: t.day(outlet.hours.closed.from),
                        toText: t.day(outlet.hours.closed.to),
                      })}
                    </div>
                  )}
                  {outlet.opening || (!outlet.hours && '–')}
                </>
              ),
            },
          ]}
        />
      </Card>
      {seen.agreements.length === 0 && (
        <EmptyState title={t('outlets.list.noAgreement')} icon="agreement">
          <p>{t('outlets.agreement.noneText')}</p>
        </EmptyState>
      )}
      {seen.agreements.map((agreement) => (
        <AgreementCard
          key={agreement.id}
          t={t}
          agreement={agreement}
          changes={seen.changes.filter((change) => change.agreementId === agreement.id)}
          decision={decisionOf(agreement.decisionId)}
          today={today}
          action={keeps ? (change) => outletHref(c, `/convention/${CHANGE_PATHS[change]}`) : null}
          sent={sent}
        />
      ))}
      {keeps && (
        <SignCard
          t={t}
          decisions={seen.decisions}
          today={today}
          action={outletHref(c, '/convention')}
          sent={sent}
        />
      )}
      {mayHere(c, PAYMASTERS) && (
        <BankCard
          c={c}
          bank={outlet.bank}
          changes={seen.bankChanges}
          href={(path) => outletHref(c, path)}
          sent={sent}
        />
      )}
      {keeps && (
        <>
          <PeopleSection
            t={t}
            people={seen.people}
            roles={OUTLET_ROLES}
            inviteHref={outletHref(c, '/personnes')}
            endHref={outletHref(c, '/personnes/retirer')}
            form={formOf('person')}
            newKey={() => freshForm().key}
            open={sent?.name === 'person'}
          />
          <DevicesSection
            t={t}
            zone={c.get('caisse').time_zone}
            devices={seen.devices}
            offerHref={outletHref(c, '/appareils')}
            revokeHref={outletHref(c, '/appareils/retirer')}
            form={formOf('device')}
            newKey={() => freshForm().key}
            open={sent?.name === 'device'}
          />
        </>
      )}
    </DeskPage>
  )
}

function OfferedPage({ c, code }: { c: Context<CaisseEnv>; code: string }) {
  const t = c.get('t')
  return (
    <DeskPage {...deskFrame(c, '/lieux/gerer')} title={t('outlets.devices.codeTitle')}>
      <DeviceCode t={t} code={code} address={c.get('app').address} />
      <Actions>
        <LinkButton href={outletHref(c)} icon="back">
          {t('outlets.devices.back')}
        </LinkButton>
      </Actions>
    </DeskPage>
  )
}

outletFile.get(`${OUTLET}/modifier`, showing(changePage))

formAt(outletFile, `${OUTLET}/modifier/noter`, {
  act: (c, fields, call) =>
    named(outletField, () => changeOutlet(call, { outletId: outletIn(c), ...typedOutlet(fields) })),
  done: after('modifie'),
  page: changePage,
  home: (c) => outletHref(c, '/modifier'),
  name: 'noter',
})

async function changePage(c: Context<CaisseEnv>, sent: Sent) {
  requireRole(c, KEEPERS)
  const t = c.get('t')
  const { outlet, territories, territory } = await read(c, async (tx) => ({
    outlet: await readOutlet(c, tx),
    territories: await listTerritories(tx),
    territory: await territoryOf(tx, outletIn(c)),
  }))
  return (
    <DeskPage
      {...deskFrame(c, '/lieux/gerer')}
      title={t('outlets.file.changeTitle', { nameText: outlet.tradeName })}
      breadcrumb={[
        { href: hrefIn(c), label: t('caisses.desk.outlets') },
        { href: outletHref(c), label: outlet.tradeName },
      ]}
      notice={refusalNotice(t, sent)}
    >
      <ActForm sent={sent} name="noter" action={outletHref(c, '/modifier/noter')}>
        <OutletFields t={t} outlet={outlet} territories={territories} territoryId={territory?.id} />
        <Actions sticky>
          <Button kind="primary">{t('outlets.file.keep')}</Button>
        </Actions>
      </ActForm>
    </DeskPage>
  )
}
