import { PageHead } from '../components/panel.js';
import { useMessages } from '../messages/language.js';

export function NotFoundPage() {
  return <PageHead title="404" note={useMessages().notFound} />;
}
