import type { Theme } from "vitepress";
import DefaultTheme from "vitepress/theme-without-fonts";
import TwoTone from "./TwoTone.vue";
import "./style.css";

export default {
  extends: DefaultTheme,
  enhanceApp({ app }) {
    app.component("TwoTone", TwoTone);
  },
} satisfies Theme;
