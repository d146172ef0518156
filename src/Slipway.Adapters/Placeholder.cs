namespace Slipway.Adapters; internal static class Placeholder;
