import { createContext, type ReactNode, useContext, useEffect, useMemo, useState } from 'react';

export const THEMES = ['system', 'light', 'dark'] as const;
export type Theme = (typeof THEMES)[number];
export type Shade = Exclude<Theme, 'system'>;

const KEY = 'celerity.theme';
const DARK = '(prefers-color-scheme: dark)';

interface Looks {
  readonly theme: Theme;
  /** What the theme comes to. */
  readonly shade: Shade;
  readonly setTheme: (theme: Theme) => void;
}

const Context = createContext<Looks | null>(null);

/** Follows the system until somebody chooses. */
export function ThemeProvider({ children }: { readonly children: ReactNode }) {
  const [theme, setTheme] = useState<Theme>(
    () => THEMES.find((one) => one === localStorage.getItem(KEY)) ?? 'system',
  );
  const [system, setSystem] = useState<Shade>(() => (matchMedia(DARK).matches ? 'dark' : 'light'));
  const shade = theme === 'system' ? system : theme;

  useEffect(() => {
    const query = matchMedia(DARK);
    const follow = (): void => setSystem(query.matches ? 'dark' : 'light');
    query.addEventListener('change', follow);
    return () => query.removeEventListener('change', follow);
  }, []);
  useEffect(() => localStorage.setItem(KEY, theme), [theme]);
  useEffect(() => void (document.documentElement.dataset['theme'] = shade), [shade]);

  const looks = useMemo(() => ({ theme, shade, setTheme }), [theme, shade]);
  return <Context value={looks}>{children}</Context>;
}

export function useTheme(): Looks {
  const looks = useContext(Context);
  if (!looks) throw new Error('useTheme needs a ThemeProvider');
  return looks;
}
