// The sound of an emergency: two tones, again and again, until someone acknowledges it.

const EVERY_MS = 1500;
const TONES = [880, 660];
const TONE_SECONDS = 0.35;

/** `sound(on)` starts and stops it; `blocked()` tells whether the browser wants a touch first. */
export function createAlarm() {
  let context = null;
  let timer = null;

  function ring() {
    context ??= new AudioContext();
    if (context.state === "suspended") context.resume();
    TONES.forEach((tone, at) => {
      const begin = context.currentTime + at * TONE_SECONDS;
      const oscillator = context.createOscillator();
      const volume = context.createGain();
      oscillator.frequency.value = tone;
      volume.gain.setValueAtTime(0.4, begin);
      volume.gain.linearRampToValueAtTime(0, begin + TONE_SECONDS);
      oscillator.connect(volume).connect(context.destination);
      oscillator.start(begin);
      oscillator.stop(begin + TONE_SECONDS);
    });
  }

  return {
    sound(on) {
      if (on && timer === null) {
        ring();
        timer = setInterval(ring, EVERY_MS);
      } else if (!on && timer !== null) {
        clearInterval(timer);
        timer = null;
      }
    },
    blocked: () => timer !== null && context?.state !== "running",
    unblock: () => context?.resume(),
  };
}
