import type { Theme } from "vitepress";
import DefaultTheme from "vitepress/theme-without-fonts";
import { defineAsyncComponent } from "vue";
import TwoTone from "./TwoTone.vue";
import "./style.css";

export default {
  extends: DefaultTheme,
  enhanceApp({ app }) {
    app.component("TwoTone", TwoTone);
    const playground = () => import("../../src/components/Playground.vue");
    app.component("Playground", defineAsyncComponent(playground));
    const live = () => import("../../src/components/LiveTraining.vue");
    app.component("LiveTraining", defineAsyncComponent(live));
    const tryIt = () => import("../../src/components/TryIt.vue");
    app.component("TryIt", defineAsyncComponent(tryIt));
  },
} satisfies Theme;
