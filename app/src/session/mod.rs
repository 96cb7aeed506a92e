//! Who is there: the pages to sign in and to set up, and on the server who asks for the page that is drawn.

pub mod api;
#[cfg(feature = "ssr")]
pub mod request;
mod set_up;
mod sign_in;

pub use set_up::SetUp;
pub use sign_in::SignIn;
