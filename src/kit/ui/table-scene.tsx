import { useId } from 'preact/hooks'

/** A laid table: our own drawing, for the first thing a visitor sees. Silent: the words beside it say it. */
export function TableScene() {
  const cloth = useId()
  return (
    <svg class="scene" viewBox="0 0 900 236" preserveAspectRatio="xMidYMax slice" aria-hidden="true">
      <defs>
        <pattern id={cloth} width="32" height="32" patternUnits="userSpaceOnUse">
          <rect class="scene-cloth" width="16" height="32" />
          <rect class="scene-cloth" width="32" height="16" />
        </pattern>
      </defs>
      <Leek />
      <Pitcher />
      <Bread />
      <BowlOfTomatoes />
      <Carrots />
      <SoupBowl />
      <Apples />
      <Wheat />
      <rect class="scene-table" x="-100" y="176" width="1100" height="60" />
      <rect x="-100" y="176" width="1100" height="60" fill={`url(#${cloth})`} />
      <rect class="scene-edge" x="-100" y="174" width="1100" height="5" />
    </svg>
  )
}

function Pitcher() {
  return (
    <g transform="translate(66 0)">
      <path
        class="scene-sky"
        d="M112 82h46l-4 16c10 14 14 28 14 44 0 16-6 27-14 33h-38c-8-6-14-17-14-33 0-16 4-30 14-44z"
      />
      <path class="scene-line scene-line-sky" d="M160 100c22 0 26 44 4 48" />
      <path class="scene-shine" d="M114 118c-5 10-5 26-1 38" />
    </g>
  )
}

function Leek() {
  return (
    <g transform="translate(70 0)">
      <path class="scene-leaf" d="M64 104C52 76 36 62 22 60c10 14 16 30 30 52z" />
      <path class="scene-garden" d="M66 104C66 72 74 48 88 38c2 22-2 44-10 68z" />
      <path class="scene-leaf" d="M60 106C50 78 52 52 58 40c10 18 14 40 14 64z" />
      <path class="scene-cream" d="M52 104c8-4 20-4 27 0l-4 58c-1 12-15 12-17 0z" />
      <path class="scene-line scene-line-soft" d="M58 170c0 5-3 6-4 7M65 172v6M72 170c1 4 3 5 4 7" />
    </g>
  )
}

function Bread() {
  return (
    <g transform="translate(84 0)">
      <path class="scene-crust" d="M182 176c-12-8-12-34 8-44 26-14 76-14 100 0 20 10 20 36 8 44z" />
      <path class="scene-line scene-line-cream" d="M210 138l14 22M236 132l14 24M262 134l12 22" />
    </g>
  )
}

function BowlOfTomatoes() {
  return (
    <g transform="translate(92 0)">
      <circle class="scene-tomato" cx="342" cy="118" r="21" />
      <circle class="scene-tomato" cx="392" cy="118" r="21" />
      <circle class="scene-tomato-deep" cx="367" cy="104" r="22" />
      <path
        class="scene-garden"
        d="M367 90c-8-6-14-6-18-4 6 2 10 4 14 6-4 2-6 4-8 8 6-2 10-4 12-6 4 3 8 5 13 6-2-4-5-7-9-8 6-2 10-4 16-4-6-4-13-3-20 2z"
      />
      <path class="scene-cream" d="M312 124h110c0 32-18 52-42 52h-26c-24 0-42-20-42-52z" />
      <path class="scene-line scene-line-garden" d="M322 142c20 8 70 8 90 0" />
    </g>
  )
}

function Carrots() {
  return (
    <g transform="translate(98 0)">
      <path class="scene-leaf" d="M498 146c10-26 28-36 44-36-8 10-14 26-34 42z" />
      <path class="scene-garden" d="M500 152c18-18 36-20 52-14-12 4-24 16-46 22z" />
      <path class="scene-carrot" d="M508 148c6 6 6 14 0 20-20 8-50 10-72 4 16-16 46-26 72-24z" />
      <path class="scene-line scene-line-soft" d="M486 152l4 8M470 160l3 7" />
    </g>
  )
}

function SoupBowl() {
  return (
    <g transform="translate(116 0)">
      <path class="scene-line scene-line-steam" d="M556 96c-6-8 6-12 0-22M576 100c-6-8 6-12 0-22" />
      <path class="scene-wheat" d="M524 120h84c0 6-84 6-84 0z" />
      <path class="scene-garden" d="M520 122h92c0 34-16 54-34 54h-24c-18 0-34-20-34-54z" />
      <path class="scene-line scene-line-cream" d="M532 140c16 6 52 6 68 0" />
    </g>
  )
}

function Apples() {
  return (
    <g transform="translate(58 0)">
      <path class="scene-leaf" d="M-14 140c4-12 14-16 24-14-2 10-10 16-22 16z" />
      <circle class="scene-wheat" cx="-18" cy="156" r="20" />
      <circle class="scene-tomato" cx="18" cy="157" r="19" />
      <path class="scene-line scene-line-soft" d="M18 142c0-6 2-9 5-12" />
    </g>
  )
}

/** Grains in pairs down a stalk. */
const GRAINS = [0, 1, 2, 3, 4].flatMap((row) => [
  { x: 631 + row * 2.6, y: 70 + row * 14, turn: -30 },
  { x: 644 + row * 2.6, y: 70 + row * 14, turn: 24 },
])

function Wheat() {
  return (
    <g transform="translate(160 0)">
      <path
        class="scene-line scene-line-wheat"
        d="M652 176c0-40-4-70-14-104M672 176c2-34 10-54 24-80M634 176c-2-30-10-50-26-70"
      />
      {GRAINS.map(({ x, y, turn }) => (
        <ellipse
          class="scene-wheat"
          key={`${x} ${y}`}
          cx={x}
          cy={y}
          rx="5"
          ry="9"
          transform={`rotate(${turn} ${x} ${y})`}
        />
      ))}
      <g transform="translate(66 26) rotate(18 640 70)">
        {GRAINS.slice(0, 8).map(({ x, y, turn }) => (
          <ellipse
            class="scene-wheat"
            key={`${x} ${y}`}
            cx={x}
            cy={y}
            rx="4.5"
            ry="8"
            transform={`rotate(${turn} ${x} ${y})`}
          />
        ))}
      </g>
      <g transform="translate(-34 36) rotate(-24 640 70)">
        {GRAINS.slice(0, 6).map(({ x, y, turn }) => (
          <ellipse
            class="scene-wheat"
            key={`${x} ${y}`}
            cx={x}
            cy={y}
            rx="4.5"
            ry="8"
            transform={`rotate(${turn} ${x} ${y})`}
          />
        ))}
      </g>
    </g>
  )
}
