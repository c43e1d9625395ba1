import type { JSX } from 'preact';
import { Layout, PATHS } from './layout';

export interface ErrorProps {
  readonly title: string;
  readonly sentence: string;
}

export const ErrorPage = ({ title, sentence }: ErrorProps): JSX.Element => (
  <Layout title={title} path={null}>
    <p>{sentence}</p>
    <p>
      <a href={PATHS.home}>Revenir à l’accueil</a>
    </p>
  </Layout>
);
