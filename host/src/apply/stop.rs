//! The operator's wish to stop, seen by everybody at work.

use std::sync::Arc;

use tokio::sync::watch;

/// Whether the operator wants the run to stop. Clones share the wish.
#[derive(Clone, Debug)]
pub struct Stop {
    wish: Arc<watch::Sender<bool>>,
}

impl Default for Stop {
    fn default() -> Stop {
        Stop { wish: Arc::new(watch::Sender::new(false)) }
    }
}

impl Stop {
    /// Wishes it.
    pub fn request(&self) {
        self.wish.send_replace(true);
    }

    /// Whether it is wished.
    #[must_use]
    pub fn is_requested(&self) -> bool {
        *self.wish.borrow()
    }

    /// Ends when it is wished.
    pub async fn requested(&self) {
        let mut wish = self.wish.subscribe();
        // The sender lives as long as this clone.
        let _closed = wish.wait_for(|wished| *wished).await;
    }
}
