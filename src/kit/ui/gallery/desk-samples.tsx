import type { Translate } from '../../i18n/translate.ts'
import { LinkButton } from '../button.tsx'
import { BarList, FadingBar, StackedBar } from '../figures.tsx'
import { RowLink, RowList, Tabs } from '../navigation.tsx'
import { DeskPage } from '../pages.tsx'
import { Badge, Card, EmptyState, Money, Stat, Stats } from '../parts.tsx'
import { DataTable } from '../table.tsx'
import { CAISSE, deskPlaces } from './places.ts'

const LINES = [
  {
    id: '1',
    household: 'Foyer Aubergine',
    due: 60_00,
    right: 150_00,
    reason: 'Une personne seule',
    state: 'new',
  },
  {
    id: '2',
    household: 'Foyer Betterave',
    due: 110_00,
    right: 225_00,
    reason: 'Deux adultes, une enfant',
    state: 'same',
  },
  {
    id: '3',
    household: 'Foyer Ciboulette',
    due: 0,
    right: 150_00,
    reason: 'Arrivée le 15, au prorata',
    state: 'wait',
  },
] as const

export function DeskSample({ t }: { t: Translate }) {
  return (
    <DeskPage
      t={t}
      title="Cinq choses à faire aujourd’hui"
      caisse={CAISSE}
      places={deskPlaces('coordination.html')}
      account={<a href="#compte">Camille Exemple</a>}
      actions={
        <LinkButton kind="primary" href="#relire" icon="approve">
          Relire l’allocation de décembre
        </LinkButton>
      }
      demo
    >
      <RowList>
        <RowLink
          href="#1"
          icon="basket"
          title="Relire l’allocation de décembre"
          text="96 foyers, 2 de plus qu’en novembre"
          aside={t.rights(14350_00)}
        />
        <RowLink
          href="#2"
          icon="bank"
          title="Approuver le remboursement du 20 novembre"
          text="Douze lieux, préparé par Alix Exemple"
          aside={t.money(4211_35)}
        />
        <RowLink href="#3" icon="household" title="Accueillir trois foyers" text="Inscrits cette semaine" />
      </RowList>
      <Stats>
        <Stat label="Foyers" value="96" hint="2 de plus qu’en novembre" />
        <Stat
          label="Cotisations reçues"
          value={t.money(8760_00)}
          hint="94 % de ce qui est dû"
          tone="success"
        />
        <Stat label="Droits en circulation" value={t.rights(6120_40)} />
        <Stat
          label="À rembourser aux lieux"
          value={t.money(4211_35)}
          hint="Virement à approuver"
          tone="wait"
        />
      </Stats>
      <div class="card-grid">
        <Card>
          <StackedBar
            title="Les cotisations couvrent 61 % du mois"
            caption="Ce qui paie l’allocation de novembre"
            parts={[
              { label: 'Cotisations', value: 876000, text: t.money(8760_00), share: 'contributions' },
              { label: 'Subventions', value: 430000, text: t.money(4300_00), share: 'grants' },
              { label: 'Reste à trouver', value: 129000, text: t.money(1290_00), share: 'rest' },
            ]}
          />
        </Card>
        <Card>
          <FadingBar
            title="Il reste 7,4 mois à ce rythme"
            caption="Mois que la caisse peut payer"
            months={7.4}
            from="2026-12"
          />
        </Card>
      </div>
      <Card>
        <BarList
          title="Le marché de Bellevue reçoit quatre achats sur dix"
          caption="Achats de novembre par lieu"
          heads={['Lieu', 'Achats']}
          bars={[
            { label: <a href="#m">Marché de Bellevue</a>, value: 4100, text: t.rights(4100_00) },
            { label: <a href="#f">Fournil des Dervallières</a>, value: 2350, text: t.rights(2350_00) },
            { label: <a href="#e">Épicerie du Sillon</a>, value: 1900, text: t.rights(1900_00) },
            { label: <a href="#c">Coopérative des Hauts-Pavés</a>, value: 640, text: t.rights(640_00) },
          ]}
        />
      </Card>
      <section class="stack" id="allocations">
        <h2>L’allocation de décembre</h2>
        <Tabs
          label="Lignes"
          tabs={[
            { href: '#tout', label: 'Tous les foyers', current: true, count: 96 },
            { href: '#plus', label: 'Nouveaux', count: 2 },
            { href: '#change', label: 'Changés', count: 4 },
          ]}
        />
        <DataTable
          caption="Lignes de l’allocation de décembre 2026"
          columns={[
            { label: 'Foyer', cell: (line) => <a href="#foyer">{line.household}</a>, heading: true },
            { label: 'Pourquoi', cell: (line) => line.reason },
            {
              label: 'État',
              cell: (line) =>
                line.state === 'new' ? (
                  <Badge tone="info">Nouveau</Badge>
                ) : line.state === 'wait' ? (
                  <Badge tone="wait">À vérifier</Badge>
                ) : (
                  <Badge>Comme avant</Badge>
                ),
            },
            { label: 'Cotisation', cell: (line) => <Money cents={line.due} />, numeric: true },
            { label: 'Droits', cell: (line) => <Money cents={line.right} rights />, numeric: true },
          ]}
          rows={LINES}
          keyOf={(line) => line.id}
          foot={['Ensemble', '', '', <Money cents={170_00} />, <Money cents={525_00} rights />]}
        />
      </section>
    </DeskPage>
  )
}

export function EmptySample({ t }: { t: Translate }) {
  return (
    <DeskPage
      t={t}
      title="Aucun foyer pour l’instant"
      caisse={CAISSE}
      places={deskPlaces('vide.html')}
      breadcrumb={[{ href: 'coordination.html', label: 'Aujourd’hui' }]}
    >
      <DataTable
        caption="Foyers"
        columns={[{ label: 'Foyer', cell: (line: string) => line }]}
        rows={[]}
        empty={
          <EmptyState
            title="La table attend ses convives"
            icon="soup"
            action={
              <>
                <LinkButton kind="primary" href="#ajouter" icon="add">
                  Ajouter un foyer
                </LinkButton>
                <LinkButton href="#importer" icon="upload">
                  Importer une liste
                </LinkButton>
              </>
            }
          >
            <p>
              Ajoutez les foyers un par un, ou importez votre tableau : rien n’est écrit avant votre accord.
            </p>
          </EmptyState>
        }
      />
    </DeskPage>
  )
}
