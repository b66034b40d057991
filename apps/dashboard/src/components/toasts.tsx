import { Toast } from '@base-ui/react/toast';
import type { ReactNode } from 'react';
import { useMessages } from '../messages/language.js';

/** Short notices in a corner; screen readers hear them. */
export function Toasts({ children }: { readonly children: ReactNode }) {
  return (
    <Toast.Provider>
      {children}
      <Toast.Portal>
        <Toast.Viewport className="toasts">
          <List />
        </Toast.Viewport>
      </Toast.Portal>
    </Toast.Provider>
  );
}

function List() {
  const { toasts } = Toast.useToastManager();
  const messages = useMessages();
  return toasts.map((toast) => (
    <Toast.Root key={toast.id} toast={toast} className="toast" data-kind={toast.type}>
      <Toast.Content>
        <Toast.Title className="toast-title" />
        <Toast.Description />
      </Toast.Content>
      <Toast.Close className="icon-button" aria-label={messages.close}>
        ×
      </Toast.Close>
    </Toast.Root>
  ));
}

/** Says something for a few seconds. */
export function useNotices() {
  const { add } = Toast.useToastManager();
  return {
    done: (title: string) => void add({ title, type: 'done' }),
    failed: (error: Error) =>
      void add({ title: error.message, type: 'failed', priority: 'high', timeout: 10_000 }),
  };
}
