import { Prose } from '../../../kit/ui/prose.tsx'
import type { Item, Letter } from '../rules/letter.ts'

/** The letter on a page of the caisse. */
export function LetterBody({
  letter,
  pictureHref,
}: {
  letter: Letter
  pictureHref: (sha256: string) => string
}) {
  return (
    <article class="letter">
      {letter.sections.map(({ id, title, text, picture, items }) => (
        <section class="letter-section" key={id}>
          {title !== '' && <h2>{title}</h2>}
          {picture && (
            <img class="letter-picture" src={pictureHref(picture.sha256)} alt={picture.alt} loading="lazy" />
          )}
          {text !== '' && <Prose markdown={text} level={3} />}
          {items.length > 0 && (
            <ul class="letter-items">
              {items.map((item) => (
                <LetterItem item={item} key={item.title} />
              ))}
            </ul>
          )}
        </section>
      ))}
    </article>
  )
}

function LetterItem({ item: { title, facts, text, link } }: { item: Item }) {
  return (
    <li class="letter-item">
      <h3>{title}</h3>
      {facts.map((fact) => (
        <p class="letter-fact" key={fact}>
          {fact}
        </p>
      ))}
      {text !== '' && <Prose markdown={text} level={4} />}
      {link && (
        <p>
          <a href={link.href}>{link.label}</a>
        </p>
      )}
    </li>
  )
}
