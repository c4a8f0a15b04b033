import type { Translate } from '../../i18n/translate.ts'
import { Refusal } from '../../refusal.ts'
import { Actions, Button, LinkButton } from '../button.tsx'
import { CheckboxField, RadioCards } from '../choices.tsx'
import { Form } from '../form.tsx'
import { Icon, ICON_NAMES } from '../icon.tsx'
import {
  CodeField,
  DateField,
  FileField,
  MoneyField,
  MonthField,
  NumberField,
  SelectField,
  TextField,
} from '../inputs.tsx'
import { DeskPage, PrintPage, PublicPage } from '../pages.tsx'
import { Badge, Card, CardGrid, Disclosure, Hero, Money, Notice, Skeleton } from '../parts.tsx'
import { ProgressBar, Steps } from '../progress.tsx'
import { DataTable } from '../table.tsx'
import { TableScene } from '../table-scene.tsx'
import { CAISSE, deskPlaces } from './places.ts'

export function KitSample({ t }: { t: Translate }) {
  return (
    <DeskPage
      t={t}
      title="Les pièces dont les pages sont faites"
      lead="Chaque composant, une fois, pour regarder et choisir."
      caisse={CAISSE}
      places={deskPlaces('index.html')}
      notice={
        <Notice tone="success" title="La cotisation est enregistrée">
          <p>Foyer Betterave donne {t.money(110_00)} par mois à partir de décembre 2026.</p>
        </Notice>
      }
    >
      <section class="stack">
        <h2>Boutons</h2>
        <Actions>
          <Button kind="primary" icon="check" type="button">
            Approuver
          </Button>
          <Button type="button">Modifier</Button>
          <Button kind="danger" icon="undo" type="button">
            Annuler l’achat
          </Button>
          <Button kind="quiet" type="button">
            Plus tard
          </Button>
        </Actions>
        <Button type="button" refusal={new Refusal('unknown')}>
          Émettre
        </Button>
      </section>
      <section class="stack">
        <h2>Messages et états</h2>
        <Notice>
          <p>Une deuxième personne doit approuver.</p>
        </Notice>
        <Notice tone="wait">
          <p>Le relevé se prépare. Vous le recevrez par courriel.</p>
        </Notice>
        <p class="badges">
          <Badge>Brouillon</Badge> <Badge tone="info">Nouveau</Badge> <Badge tone="wait">À approuver</Badge>{' '}
          <Badge tone="success">Émise</Badge> <Badge tone="refusal">Suspendu</Badge>
        </p>
      </section>
      <section class="stack">
        <h2>Étapes et avancement</h2>
        <Steps
          steps={[
            { label: 'Fichier', href: '#1' },
            { label: 'Colonnes' },
            { label: 'Relecture' },
            { label: 'Import' },
          ]}
          current={1}
        />
        <ProgressBar label="Foyers importés" value={38} max={150} />
        <Skeleton />
      </section>
      <section class="stack">
        <h2>Cartes</h2>
        <CardGrid>
          <Card title="Le règlement" icon="rules" href="#reglement">
            <p>Ce que chacun donne et reçoit, et qui l’a décidé.</p>
          </Card>
          <Card title="Où acheter" icon="places" look="accent">
            <p>Douze lieux conventionnés par l’assemblée.</p>
          </Card>
          <Card title="Combien ça coûte ?" icon="help" look="sunk">
            <p>Votre cotisation est libre, à partir du plancher.</p>
          </Card>
        </CardGrid>
      </section>
      <section class="stack">
        <h2>Dessins</h2>
        <ul class="icon-list">
          {ICON_NAMES.map((name) => (
            <li key={name}>
              <Icon name={name} /> {name}
            </li>
          ))}
        </ul>
      </section>
    </DeskPage>
  )
}

export function PublicSample({ t }: { t: Translate }) {
  return (
    <PublicPage
      t={t}
      title="À Bellevue, on mange bien et on décide ensemble"
      heading={null}
      caisse={CAISSE}
      nav={[
        { href: 'public.html', label: 'La caisse', current: true },
        { href: 'lieux.html', label: 'Où acheter' },
        { href: '#reglement', label: 'Le règlement' },
      ]}
      account={<a href="accueil.html">Entrer</a>}
      footer={[
        { href: '#mentions', label: 'Mentions légales' },
        { href: '#access', label: 'Accessibilité' },
        { href: '?en', label: 'English' },
      ]}
      wide
      demo
    >
      <Hero
        title="À Bellevue, on mange bien et on décide ensemble"
        lead="Chaque foyer donne ce qu’il peut et reçoit de quoi acheter chez celles et ceux qui produisent près d’ici."
        actions={
          <>
            <LinkButton kind="primary" href="formulaire.html">
              Rejoindre la caisse
            </LinkButton>
            <LinkButton href="#comment">Comprendre en trois minutes</LinkButton>
          </>
        }
        picture={<TableScene />}
      />
      <CardGrid>
        <Card title="Vous donnez" icon="wheat">
          <p>Une cotisation libre, à partir de {t.money(10_00)}. Personne ne voit ce que vous donnez.</p>
        </Card>
        <Card title="Vous recevez" icon="basket">
          <p>La même allocation que vos voisin·es, chaque 1er du mois, sur votre carte de la caisse.</p>
        </Card>
        <Card title="Vous décidez" icon="decide">
          <p>L’assemblée choisit les lieux, les règles et ce qui compte dans l’assiette.</p>
        </Card>
      </CardGrid>
      <Disclosure summary="D’où vient l’argent ?">
        <p>Des cotisations pour six dixièmes, de la ville et de fondations pour le reste.</p>
      </Disclosure>
    </PublicPage>
  )
}

export function FormSample({ t }: { t: Translate }) {
  return (
    <PublicPage
      t={t}
      title="Dites-nous qui mange à votre table"
      lead="Cinq minutes suffisent. Vous pourrez tout changer plus tard."
      caisse={CAISSE}
      breadcrumb={[{ href: 'public.html', label: 'La caisse' }]}
    >
      <Form
        idempotencyKey="0193a8f0-0000-7000-8000-000000000001"
        files
        issues={[
          { field: 'amount', message: 'amount' },
          { field: 'name', message: 'required' },
        ]}
        typed={{ amount: 'douze', adults: '2' }}
        labels={{ amount: 'Cotisation', name: 'Votre nom' }}
      >
        <TextField name="name" label="Votre nom" autocomplete="name" />
        <TextField name="email" label="Courriel" type="email" autocomplete="email" optional />
        <NumberField name="adults" label="Adultes du foyer" suffix="personnes" />
        <MoneyField
          name="amount"
          label="Cotisation"
          hint="Par mois, à partir de 10 €. Tapez 12,5 ou 12.50."
        />
        <RadioCards
          name="how"
          label="Comment donnez-vous ?"
          value="transfer"
          columns
          options={[
            { value: 'transfer', label: 'Virement', hint: 'Le 5 du mois', icon: 'bank' },
            { value: 'cash', label: 'Espèces', hint: 'À la permanence du jeudi', icon: 'money' },
            { value: 'time', label: 'Du temps', hint: 'Bientôt possible', icon: 'clock', disabled: true },
          ]}
        />
        <SelectField
          name="district"
          label="Quartier"
          options={[
            { value: 'b', label: 'Bellevue' },
            { value: 'd', label: 'Dervallières' },
          ]}
        />
        <MonthField name="month" label="À partir de" from="2026-12" to="2027-05" value="2026-12" />
        <DateField name="day" label="Premier rendez-vous" min="2026-11-24" />
        <CodeField
          name="code"
          label="Choisissez un code"
          length={4}
          hint="Quatre chiffres que vous retiendrez"
        />
        <TextField name="note" label="Quelque chose à nous dire" rows={3} optional />
        <FileField name="file" label="Justificatif" accept="application/pdf,image/*" optional />
        <CheckboxField name="news" label="Je veux recevoir la lettre du mois" />
        <Actions sticky>
          <Button kind="primary">Rejoindre la caisse</Button>
          <LinkButton kind="quiet" href="public.html">
            Revenir
          </LinkButton>
        </Actions>
      </Form>
    </PublicPage>
  )
}

export function PrintSample({ t }: { t: Translate }) {
  return (
    <PrintPage
      t={t}
      title="Relevé de novembre 2026"
      caisse={CAISSE}
      help={<Notice title="Imprimez cette page sur du papier A4" />}
    >
      <h1>Relevé de novembre 2026</h1>
      <p>Marché de Bellevue, conventionné par la décision 2026-07 de l’assemblée.</p>
      <DataTable
        caption="Achats par jour"
        columns={[
          { label: 'Jour', cell: (row) => t.day(row.day), heading: true },
          { label: 'Achats', cell: (row) => row.count, numeric: true },
          { label: 'Montant', cell: (row) => <Money cents={row.cents} />, numeric: true },
        ]}
        rows={[
          { day: '2026-11-22', count: 31, cents: 512_30 },
          { day: '2026-11-15', count: 28, cents: 447_05 },
        ]}
        foot={['Ensemble', 59, <Money cents={959_35} />]}
      />
      <div class="cut">
        <h2>Carte de la caisse</h2>
        <p>204 513 · Capucine Exemple</p>
      </div>
    </PrintPage>
  )
}
