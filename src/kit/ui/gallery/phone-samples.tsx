import type { Translate } from '../../i18n/translate.ts'
import { Actions, Button, LinkButton } from '../button.tsx'
import { Form } from '../form.tsx'
import { CodeField, MoneyField, TextField } from '../inputs.tsx'
import { Island } from '../island.tsx'
import { Keypad } from '../keypad.tsx'
import { LiveClock } from '../live-clock.tsx'
import { RowLink, RowList } from '../navigation.tsx'
import { PersonPage, TillPage } from '../pages.tsx'
import { Badge, Card, DefinitionList, Disclosure, Money, Notice } from '../parts.tsx'
import { ProgressBar } from '../progress.tsx'
import { CAISSE, outletPlaces, residentPlaces } from './places.ts'

export function PersonSample({ t }: { t: Translate }) {
  return (
    <PersonPage t={t} title="Bonjour Capucine" caisse={CAISSE} places={residentPlaces('accueil.html')} demo>
      <Card look="accent">
        <p class="soft">Il vous reste</p>
        <p class="amount-hero">
          <Money cents={86_50} rights />
        </p>
        <ProgressBar
          label="Vos droits de novembre"
          value={86_50}
          max={150_00}
          text={`sur ${t.rights(150_00)}`}
          look="left"
        />
        <LinkButton kind="primary" href="paye.html" icon="pay" wide>
          Payer
        </LinkButton>
      </Card>
      <section class="stack">
        <h2>Près de chez vous</h2>
        <RowList>
          <RowLink
            href="#1"
            icon="basket"
            title="Marché de Bellevue"
            text="Légumes, fruits, œufs · ouvert jusqu’à 13 h"
            aside="300 m"
          />
          <RowLink
            href="#2"
            icon="wheat"
            title="Fournil des Dervallières"
            text="Pain au levain"
            aside="650 m"
          />
          <RowLink
            href="#3"
            icon="shop"
            title="Épicerie du Sillon"
            text="Vrac, produits laitiers"
            aside="1,2 km"
          />
        </RowList>
        <LinkButton kind="quiet" href="lieux.html">
          Voir tous les lieux
        </LinkButton>
      </section>
      <section class="stack">
        <h2>Vos derniers achats</h2>
        <DefinitionList
          amounts
          items={[
            { term: '22 novembre, Marché de Bellevue', value: <Money cents={18_40} rights /> },
            { term: '19 novembre, Fournil des Dervallières', value: <Money cents={6_10} rights /> },
          ]}
        />
      </section>
    </PersonPage>
  )
}

export function PlacesSample({ t }: { t: Translate }) {
  return (
    <PersonPage
      t={t}
      title="Trois lieux sont ouverts maintenant"
      caisse={CAISSE}
      places={residentPlaces('lieux.html')}
      demo
    >
      <Form method="get">
        <TextField
          name="q"
          label="Chercher un lieu"
          type="search"
          optional
          suggestions={['Marché de Bellevue', 'Fournil des Dervallières', 'Épicerie du Sillon']}
        />
      </Form>
      <div class="card-grid">
        <Card title="Marché de Bellevue" icon="basket" href="#1">
          <p>Légumes, fruits et œufs de six producteurs.</p>
          <p>
            <Badge tone="success">Ouvert jusqu’à 13 h</Badge>
          </p>
        </Card>
        <Card title="Fournil des Dervallières" icon="wheat" href="#2">
          <p>Pain au levain, farines d’ici.</p>
          <p>
            <Badge tone="wait">Ouvre à 16 h</Badge>
          </p>
        </Card>
      </div>
    </PersonPage>
  )
}

export function TillSample({ t }: { t: Translate }) {
  return (
    <TillPage
      t={t}
      title="Encaisser"
      heading={null}
      caisse={{ name: 'Marché de Bellevue', href: 'encaisser.html' }}
      places={outletPlaces('encaisser.html')}
      practice
    >
      <h1 class="visually-hidden">Encaisser</h1>
      <div class="till-display">
        <span class="soft">Montant</span>
        <output class="amount-hero">18,40</output>
      </div>
      <Keypad
        label={t('kit.keypad.label')}
        eraseLabel={t('kit.keypad.erase')}
        decimal={t('kit.keypad.decimal')}
        onKey={() => undefined}
      >
        <Button kind="primary">Continuer</Button>
      </Keypad>
      <Disclosure summary="Sans clavier à l’écran" open>
        <Form idempotencyKey="0193a8f0-0000-7000-8000-000000000001">
          <MoneyField name="amount" label="Montant" suffix="MonA" big />
          <TextField
            name="number"
            label="Numéro de la carte"
            inputmode="numeric"
            width="short"
            hint="Six chiffres, sous le nom"
          />
          <CodeField name="code" label="Code" length={4} hint="La personne le tape elle-même" />
          <Actions>
            <Button icon="check">Encaisser</Button>
          </Actions>
        </Form>
      </Disclosure>
    </TillPage>
  )
}

export function PaidSample({ t }: { t: Translate }) {
  const clock = {
    now: Date.parse('2026-11-24T09:14:30Z'),
    conventions: 'fr-FR',
    timeZone: 'Europe/Paris',
    label: t('kit.clock'),
  }
  return (
    <TillPage
      t={t}
      title="C’est payé"
      heading={null}
      caisse={{ name: 'Marché de Bellevue', href: 'encaisser.html' }}
      places={outletPlaces('encaisser.html')}
    >
      <section class="done">
        <h1>C’est payé</h1>
        <p class="amount-hero">
          <Money cents={18_40} rights />
        </p>
        <Island name="clock" props={clock}>
          <LiveClock {...clock} />
        </Island>
        <DefinitionList
          amounts
          items={[
            { term: 'Carte', value: '204 513' },
            { term: 'Reçu', value: 'B-0412' },
          ]}
        />
        <LinkButton kind="primary" href="encaisser.html" wide>
          Encaisser la suite
        </LinkButton>
      </section>
      <Notice tone="refusal" title="Le numéro ou le code ne correspond pas">
        <p>Réessayez, ou rapprochez-vous de la caisse.</p>
      </Notice>
    </TillPage>
  )
}
