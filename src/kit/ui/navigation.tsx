import type { ComponentChildren } from 'preact'
import { Icon, type IconName } from './icon.tsx'
import { useWords } from './words.tsx'

export type Link = { href: string; label: string }

export type Place = Link & {
  icon: IconName
  current?: boolean
  /** Things waiting there. */
  count?: number
}

function PlaceLink({ place }: { place: Place }) {
  const t = useWords()
  return (
    <a class="place" href={place.href} aria-current={place.current ? 'page' : undefined}>
      <Icon name={place.icon} />
      <span class="place-label">{place.label}</span>
      {place.count ? (
        <span class="place-count">
          <span aria-hidden="true">{place.count}</span>
          <span class="visually-hidden">{t('kit.page.todo', { count: place.count })}</span>
        </span>
      ) : null}
    </a>
  )
}

/** Places under one heading of the desk's side bar. */
export type PlaceGroup = { label?: string; places: readonly Place[] }

export function PlaceList({ groups }: { groups: readonly PlaceGroup[] }) {
  return (
    <>
      {groups.map((group, index) => (
        <div class="places" key={group.label ?? index}>
          {group.label && <p class="places-label">{group.label}</p>}
          <ul>
            {group.places.map((place) => (
              <li key={place.href}>
                <PlaceLink place={place} />
              </li>
            ))}
          </ul>
        </div>
      ))}
    </>
  )
}

/** Pages of a site under one heading. */
export type LinkGroup = { label: string; links: readonly (Link & { current?: boolean })[] }

export function LinkGroups({ groups }: { groups: readonly LinkGroup[] }) {
  return (
    <>
      {groups.map((group) => (
        <div class="link-group" key={group.label}>
          <p class="link-group-label">{group.label}</p>
          <ul>
            {group.links.map((link) => (
              <li key={link.href}>
                <a href={link.href} aria-current={link.current ? 'page' : undefined}>
                  {link.label}
                </a>
              </li>
            ))}
          </ul>
        </div>
      ))}
    </>
  )
}

/** At most four places, at the thumb on a phone, under the header elsewhere. */
export function BottomBar({ places }: { places: readonly Place[] }) {
  const t = useWords()
  if (places.length > 4) throw new RangeError('a bottom bar holds at most four places')
  return (
    <nav class="bottom-bar" aria-label={t('kit.page.mainNav')}>
      <ul>
        {places.map((place) => (
          <li key={place.href}>
            <PlaceLink place={place} />
          </li>
        ))}
      </ul>
    </nav>
  )
}

/** Where the page stands; the last one is the page itself. */
export function Breadcrumb({ trail }: { trail: readonly Link[] }) {
  const t = useWords()
  if (trail.length === 0) return null
  return (
    <nav class="breadcrumb" aria-label={t('kit.page.breadcrumb')}>
      <ol>
        {trail.map((link) => (
          <li key={link.href}>
            <a href={link.href}>{link.label}</a>
            <Icon name="next" size="small" />
          </li>
        ))}
      </ol>
    </nav>
  )
}

export type Tab = Link & { current?: boolean; count?: number }

/** Several views of one thing, each with its own address; `wrap` shows them all on a phone. */
export function Tabs({ label, tabs, wrap = false }: { label: string; tabs: readonly Tab[]; wrap?: boolean }) {
  return (
    <nav class={wrap ? 'tabs tabs-wrap' : 'tabs'} aria-label={label}>
      <ul>
        {tabs.map((tab) => (
          <li key={tab.href}>
            <a href={tab.href} aria-current={tab.current ? 'page' : undefined}>
              {tab.label}
              {tab.count !== undefined && <span class="tab-count">{tab.count}</span>}
            </a>
          </li>
        ))}
      </ul>
    </nav>
  )
}

export type RowLinkProps = {
  href: string
  title: ComponentChildren
  text?: ComponentChildren
  aside?: ComponentChildren
  icon?: IconName
}

/** A line of a list that leads somewhere. */
export function RowLink({ href, title, text, aside, icon }: RowLinkProps) {
  return (
    <li class="row row-link">
      {icon && (
        <span class="row-icon">
          <Icon name={icon} />
        </span>
      )}
      <span class="row-text">
        <a href={href}>{title}</a>
        {text && <span class="row-more">{text}</span>}
      </span>
      {aside && <span class="row-aside">{aside}</span>}
      <Icon name="next" size="small" />
    </li>
  )
}

/** A line of a list that leads nowhere. */
export function RowItem({ title, text, aside, icon }: Omit<RowLinkProps, 'href'>) {
  return (
    <li class="row">
      {icon && (
        <span class="row-icon">
          <Icon name={icon} />
        </span>
      )}
      <span class="row-text">
        <span class="row-title">{title}</span>
        {text && <span class="row-more">{text}</span>}
      </span>
      {aside && <span class="row-aside">{aside}</span>}
    </li>
  )
}

export function RowList({ children }: { children: ComponentChildren }) {
  return <ul class="row-list">{children}</ul>
}
