import type { Link } from './navigation.tsx'
import { Icon } from './icon.tsx'

export type AccountProps = {
  name: string
  /** What the person is here: `Trésorerie`. */
  role?: string | undefined
  /** Other places of theirs, such as another role. */
  links?: readonly Link[]
  signOut: { action: string; label: string }
}

/** Who is signed in, and the way out. */
export function Account({ name, role, links = [], signOut }: AccountProps) {
  return (
    <div class="account">
      <p class="account-who">
        <Icon name="person" />
        <span>
          <strong class="account-name">{name}</strong>
          {role && <span class="account-role">{role}</span>}
        </span>
      </p>
      <div class="account-ways">
        {links.map((link) => (
          <a href={link.href} key={link.href}>
            {link.label}
          </a>
        ))}
        <form method="post" action={signOut.action}>
          <button type="submit" class="link-button">
            {signOut.label}
          </button>
        </form>
      </div>
    </div>
  )
}
