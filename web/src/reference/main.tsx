import '@cloudscape-design/global-styles/index.css';
import { StrictMode } from 'react';
import { createRoot } from 'react-dom/client';
import { ReferencePage } from './reference-page.tsx';

const root = document.getElementById('root');
if (!root) throw new Error('The page lacks the element that it is to be shown in.');
createRoot(root).render(
  <StrictMode>
    <ReferencePage />
  </StrictMode>,
);
